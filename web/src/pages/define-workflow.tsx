import type { Dag, DagSpec } from '@omarino/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { instantMs } from '../instants.ts'
import { PageHead } from '../parts/page-head.tsx'
import { Pane, Panel, Refusal } from '../parts/pane.tsx'
import { RoleButton, useRole } from '../parts/role-button.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { useSite } from '../shell/use-site.ts'
import { knownZone } from '../url-state.ts'
import { readDocument, writeDocument } from '../workflow/document.ts'
import { TemplateForm } from '../workflow/template-form.tsx'
import { forecastSeries, keyOf, readTemplate, templateSpec } from '../workflow/template.ts'
import { useCheck } from '../workflow/use-check.ts'
import styles from '../workflow/workflow.module.css'

/** A new workflow from the day-ahead template, or a new version of one that exists. */
export function DefineWorkflow() {
  const { dag: key } = useSearch({ from: '/workflows/define' })
  const { resources } = useApp()
  const { t } = useText()
  const { sites, site, zone } = useSite()
  const existing = useQuery({ ...resources.dag(key ?? ''), enabled: key !== undefined })
  if (key !== undefined && !existing.data)
    return (
      <Pane title={t.define.change} source={existing} height={400} empty="never" stale="never">
        {() => null}
      </Pane>
    )
  if (existing.data)
    return (
      <Editor
        key={`${existing.data.key} ${existing.data.version}`}
        first={existing.data.spec}
        existing={existing.data}
      />
    )
  if (!sites) return <PageHead title={t.define.new} />
  const chosen = site ?? sites[0]
  const first = templateSpec({
    key: keyOf(t.define.templateName),
    name: t.define.templateName,
    site: chosen?.key ?? '',
    cron: '15 13 * * *', // after the day-ahead auction has been published
    zone: chosen?.zone ?? zone,
    file: '',
    series: chosen ? forecastSeries(chosen) : [],
    webhook: '',
  })
  return <Editor first={first} existing={undefined} />
}

/** One document, two equal views: the form and its JSON. */
function Editor({ first, existing }: { first: DagSpec; existing: Dag | undefined }) {
  const { t } = useText()
  const { sites } = useSite()
  const allowed = useRole('operator')
  const [text, setText] = useState(() => writeDocument(first))
  const [asJson, setAsJson] = useState(false)
  const reading = readDocument(text)
  const spec = 'spec' in reading ? reading.spec : undefined
  const fields = spec && readTemplate(spec)
  const json = asJson || !fields
  return (
    <>
      <PageHead title={existing ? t.define.changeOf(existing.name) : t.define.new}>
        <Save spec={spec} existing={existing} />
      </PageHead>
      <div className={styles.columns}>
        <Panel
          title={json ? t.define.document : t.define.template}
          aside={
            <span className="row tight">
              {!fields && <span className="hint">{'fault' in reading ? reading.fault : t.define.tooMuch}</span>}
              <button aria-pressed={!json} disabled={!fields} onClick={() => setAsJson(false)}>
                {t.define.form}
              </button>
              <button aria-pressed={json} onClick={() => setAsJson(true)}>
                JSON
              </button>
            </span>
          }
        >
          {fields && !json ? (
            <TemplateForm
              fields={fields}
              sites={sites ?? []}
              fixedKey={existing !== undefined}
              disabled={!allowed}
              onChange={(next) => setText(writeDocument(templateSpec(next)))}
            />
          ) : (
            <textarea
              aria-label={t.define.document}
              rows={30}
              spellCheck={false}
              value={text}
              readOnly={!allowed}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Panel>
        <Checks spec={spec} />
      </div>
    </>
  )
}

function Save({ spec, existing }: { spec: DagSpec | undefined; existing: Dag | undefined }) {
  const { api } = useApp()
  const { t } = useText()
  const client = useQueryClient()
  const navigate = useNavigate()
  const check = useCheck(spec)
  const save = useMutation({
    mutationFn: () =>
      existing
        ? api.send<Dag>('PUT', `/scheduler/dags/${encodeURIComponent(existing.key)}`, spec)
        : api.send<Dag>('POST', '/scheduler/dags', spec),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['dags'] })
      await navigate({ to: '/workflows' })
    },
  })
  const faulty = spec === undefined || check.data?.valid === false
  return (
    <>
      <RoleButton
        needs="operator"
        primary
        blocked={faulty ? t.define.fixFirst : save.isPending ? t.state.sending : undefined}
        onClick={() => save.mutate()}
      >
        {existing ? t.define.saveVersion : t.define.save}
      </RoleButton>
      {save.error && <Refusal error={save.error} />}
    </>
  )
}

/** When the workflow would run next, by the clock of its zone, or what is wrong with it. */
function Checks({ spec }: { spec: DagSpec | undefined }) {
  const { t, f } = useText()
  const check = useCheck(spec)
  const zone = knownZone(spec?.triggers[0]?.zone)
  return (
    <Pane
      title={t.define.nextTimes}
      source={
        spec && check.fetchStatus !== 'idle'
          ? check
          : { data: check.data ?? null, error: check.error, refetch: check.refetch }
      }
      height={120}
      empty={(data) => (data === null ? { because: t.define.notChecked } : undefined)}
      stale="never"
    >
      {(data) =>
        data && (
          <div className={styles.column}>
            {!data.valid && <p className="crit">{t.define.invalid}</p>}
            <ul className={styles.faults}>
              {data.errors.map(({ pointer, message }) => (
                <li key={pointer + message}>
                  <code className="mono">{pointer}</code> {message}
                </li>
              ))}
            </ul>
            {data.valid && data.nextFireTimes.length === 0 && <p className="quiet">{t.define.byHand}</p>}
            <ol>
              {data.nextFireTimes.slice(0, 5).map((time) => (
                <li key={time}>{f.stamp(instantMs(time), zone)}</li>
              ))}
            </ol>
            {data.nextFireTimes.length > 0 && <p className="hint">{zone}</p>}
          </div>
        )
      }
    </Pane>
  )
}
