import type { JobAccepted } from '@omarino/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Field } from '../parts/field.tsx'
import { Panel, Refusal } from '../parts/pane.tsx'
import { RoleButton, useRole } from '../parts/role-button.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { useNow } from '../shell/use-now.ts'
import { useSite } from '../shell/use-site.ts'
import { knownZone } from '../url-state.ts'
import styles from '../workflow/workflow.module.css'
import { DAYS, lastWeek, replayBody } from './fields.ts'
import type { ReplayBody, ReplayFields } from './fields.ts'

/** Which past days to plan again: of a site, from when, how many. */
export function ReplayForm() {
  const { t } = useText()
  const allowed = useRole('operator')
  const { sites, site: shown } = useSite()
  const nowMs = useNow(60_000)
  const [typed, setTyped] = useState<Partial<ReplayFields>>({})
  const key = typed.site ?? shown?.key ?? sites?.at(0)?.key ?? ''
  const zone = knownZone(sites?.find((one) => one.key === key)?.zone)
  const fields = { site: key, from: typed.from ?? lastWeek(zone, nowMs), days: typed.days ?? `${DAYS}` }
  const made = replayBody(fields, zone)
  const start = useStart()
  const set = (part: Partial<ReplayFields>): void => setTyped((before) => ({ ...before, ...part }))
  const blocked = 'fault' in made ? t.replays.faults[made.fault] : start.isPending ? t.state.sending : undefined
  return (
    <Panel title={t.replays.new}>
      <div className={styles.form}>
        <Field label={t.replays.site}>
          <select disabled={!allowed} value={key} onChange={(event) => set({ site: event.target.value })}>
            {sites?.map((one) => (
              <option key={one.key} value={one.key}>
                {one.name}
              </option>
            ))}
          </select>
        </Field>
        <Field label={t.replays.from} hint={t.replays.fromHint(zone)}>
          <input
            type="datetime-local"
            disabled={!allowed}
            value={fields.from}
            onChange={(event) => set({ from: event.target.value })}
          />
        </Field>
        <Field label={t.replays.days}>
          <input
            inputMode="numeric"
            disabled={!allowed}
            value={fields.days}
            onChange={(event) => set({ days: event.target.value })}
          />
        </Field>
        <div>
          <RoleButton
            needs="operator"
            primary
            blocked={blocked}
            onClick={() => 'body' in made && start.mutate(made.body)}
          >
            {t.replays.start}
          </RoleButton>
        </div>
        {start.error && <Refusal error={start.error} />}
      </div>
    </Panel>
  )
}

function useStart() {
  const { api } = useApp()
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: (body: ReplayBody) => api.send<JobAccepted>('POST', '/optimize/replays', body),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['replays'] })
      await navigate({ to: '/optimize/replays', search: { id } })
    },
  })
}
