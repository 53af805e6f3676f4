import type { RetrainPolicy } from '@omarino/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { instantMs } from '../instants.ts'
import { Field } from '../parts/field.tsx'
import { Refusal } from '../parts/pane.tsx'
import { RoleButton, useRole } from '../parts/role-button.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import styles from './forecast.module.css'
import { isSamePolicy, NEVER, policyIntervals } from './policy.ts'
import type { PolicyDraft } from './policy.ts'

/** When the models of a series are trained anew; an operator may change it. */
export function PolicyEditor({ series, zone }: { series: string; zone: string }) {
  const { resources } = useApp()
  const { t } = useText()
  const { data, error } = useQuery(resources.policy(series))
  return (
    <section className={styles.policy} aria-label={t.forecast.policy}>
      <h3>{t.forecast.policy}</h3>
      {error && <Refusal error={error} />}
      {data && <Editor key={`${data.series} ${data.updatedAt ?? ''}`} policy={data} zone={zone} />}
    </section>
  )
}

function Editor({ policy, zone }: { policy: RetrainPolicy; zone: string }) {
  const { api } = useApp()
  const { t, f } = useText()
  const client = useQueryClient()
  const [draft, setDraft] = useState<PolicyDraft>(policy)
  const allowed = useRole('operator')
  const save = useMutation({
    mutationFn: () => api.send<RetrainPolicy>('PUT', `/forecast/policies/${encodeURIComponent(policy.series)}`, { every: draft.every, onDrift: draft.onDrift, onCorrection: draft.onCorrection }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['policies'] }),
  }) // prettier-ignore
  const blocked = save.isPending ? t.state.sending : isSamePolicy(draft, policy) ? t.forecast.unchanged : undefined
  const box = (name: 'onDrift' | 'onCorrection') => (
    <label className="row tight">
      <input type="checkbox" checked={draft[name]} disabled={!allowed} onChange={({ target }) => setDraft({ ...draft, [name]: target.checked })} />
      {t.forecast[name]}
    </label>
  ) // prettier-ignore
  return (
    <>
      <div className={styles.policyRow}>
        <Interval draft={draft} disabled={!allowed} onChange={(every) => setDraft({ ...draft, every })} />
        {box('onDrift')}
        {box('onCorrection')}
        <RoleButton needs="operator" blocked={blocked} onClick={() => save.mutate()}>
          {t.forecast.savePolicy}
        </RoleButton>
      </div>
      <p className="hint">
        {policy.updatedAt === null
          ? t.forecast.policyDefault
          : t.forecast.policySet(f.instant(instantMs(policy.updatedAt), zone))}
      </p>
      {save.error && <Refusal error={save.error} />}
    </>
  )
}

interface IntervalProps {
  readonly draft: PolicyDraft
  readonly disabled: boolean
  readonly onChange: (every: string | null) => void
}
function Interval({ draft, disabled, onChange }: IntervalProps) {
  const { t } = useText()
  const names: Readonly<Record<string, string>> = t.forecast.policyIntervals
  return (
    <Field label={t.forecast.policyEvery}>
      <select
        value={draft.every ?? NEVER}
        disabled={disabled}
        onChange={({ target }) => onChange(target.value === NEVER ? null : target.value)}
      >
        {policyIntervals(draft.every).map((name) => (
          <option key={name} value={name}>
            {names[name] ?? t.forecast.policyOther(name)}
          </option>
        ))}
      </select>
    </Field>
  )
}
