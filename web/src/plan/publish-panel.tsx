import type { JobAccepted, Plan } from '@omarino/contracts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { isOpen } from '../api/resources.ts'
import { Panel, Refusal } from '../parts/pane.tsx'
import { RoleButton } from '../parts/role-button.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import styles from './plan.module.css'
import { publishedSeries, writtenBy } from './published-series.ts'

/** Makes the schedule of a plan into series; says which before, and leads to them after. */
export function PublishPanel({ plan, runId }: { plan: Plan; runId: string | undefined }) {
  const { resources } = useApp()
  const { t, f } = useText()
  const { data: run, error } = useQuery({ ...resources.run(runId ?? ''), enabled: runId !== undefined })
  const publish = usePublish(plan.id)
  const keys = publishedSeries(plan)
  const written = writtenBy(run)
  const busy = publish.isPending || (runId !== undefined && !error && (!run || isOpen(run.state)))
  const blocked = keys.length === 0 ? t.publish.nothing : busy ? t.state.sending : undefined
  const failure = run?.tasks.find((task) => task.error)?.error
  return (
    <Panel title={t.publish.title}>
      <div className={styles.form}>
        <p className="hint">{t.publish.note}</p>
        <RoleButton needs="operator" blocked={blocked} onClick={() => publish.mutate()}>
          {t.publish.do}
        </RoleButton>
        {(publish.error ?? error) && <Refusal error={(publish.error ?? error) as Error} />}
        {run && (
          <p className="row" role="status">
            <StateMark state={run.state} /> {written && t.publish.written(f.number(written.points))}
            <Link to="/workflows/runs/$id" params={{ id: run.id }}>
              {t.publish.openRun}
            </Link>
          </p>
        )}
        {failure && <p className="crit">{failure.message}</p>}
        {keys.length > 0 && <SeriesList plan={plan} keys={written?.series ?? keys} written={written !== undefined} />}
        {written && written.skipped.length > 0 && (
          <p className="hint">{t.publish.leftOut(written.skipped.join(', '))}</p>
        )}
      </div>
    </Panel>
  )
}

interface SeriesListProps {
  readonly plan: Plan
  readonly keys: readonly string[]
  /** True makes each key a link to the explorer, over the hours of the plan. */
  readonly written: boolean
}
function SeriesList({ plan: { startTime, endTime }, keys, written }: SeriesListProps) {
  const { t } = useText()
  return (
    <div>
      <p className="hint">{t.publish.writes}</p>
      <ul className={styles.keys}>
        {keys.map((key) => (
          <li key={key}>
            {written ? (
              <Link to="/series" search={{ series: [key], from: startTime, to: endTime }}>
                {key}
              </Link>
            ) : (
              <span className="quiet">{key}</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Asks for it, and keeps the run in the address, so that a reload still shows what came of it. */
function usePublish(planId: string) {
  const { api } = useApp()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: () => api.send<JobAccepted>('POST', `/optimize/runs/${encodeURIComponent(planId)}/publish`, {}),
    onSuccess: ({ runId }) =>
      navigate({
        to: '/optimize/$run',
        params: { run: planId },
        search: (before) => ({ ...before, publish: runId }),
        resetScroll: false,
      }),
  })
}
