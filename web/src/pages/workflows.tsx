import type { Dag, RunSummary } from '@omarino/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { instantMs } from '../instants.ts'
import { PageHead } from '../parts/page-head.tsx'
import { Pane, Refusal } from '../parts/pane.tsx'
import { RoleButton } from '../parts/role-button.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { useNow } from '../shell/use-now.ts'
import { useSite } from '../shell/use-site.ts'
import { knownZone } from '../url-state.ts'
import { RunTable } from '../workflow/run-row.tsx'

/** The workflows, when they run next and how they ran last, and all runs. */
export function Workflows() {
  const { resources } = useApp()
  const { t } = useText()
  const { zone } = useSite()
  const nowMs = useNow(5000)
  const dags = useQuery(resources.dags())
  const runs = useQuery(resources.runs(50))
  const navigate = useNavigate()
  const define = (
    <RoleButton needs="operator" primary onClick={() => void navigate({ to: '/workflows/define' })}>
      {t.workflows.define}
    </RoleButton>
  )
  return (
    <>
      <PageHead title={t.nav.workflows}>{define}</PageHead>
      <Pane
        title={t.workflows.all}
        source={dags}
        height={160}
        empty={({ items }) => (items.length > 0 ? undefined : { because: t.workflows.none, action: define })}
        stale="never"
      >
        {({ items }) => <DagTable dags={items} nowMs={nowMs} />}
      </Pane>
      <Pane
        title={t.runs.all}
        source={runs}
        height={400}
        empty={({ items }) => (items.length > 0 ? undefined : { because: t.runs.none })}
        stale="never"
      >
        {({ items }) => <RunTable runs={items} zone={zone} nowMs={nowMs} />}
      </Pane>
    </>
  )
}

function DagTable({ dags, nowMs }: { dags: readonly Dag[]; nowMs: number }) {
  const { t } = useText()
  return (
    <table>
      <thead>
        <tr>
          <th>{t.workflows.name}</th>
          <th>{t.workflows.schedule}</th>
          <th>{t.workflows.next}</th>
          <th>{t.workflows.last}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {dags.map((dag) => (
          <DagRow key={dag.id} dag={dag} nowMs={nowMs} />
        ))}
      </tbody>
    </table>
  )
}

const MOST_LAST = 8

function DagRow({ dag, nowMs }: { dag: Dag; nowMs: number }) {
  const { t, f } = useText()
  const zone = knownZone(dag.spec.triggers[0]?.zone)
  const [next] = dag.nextFireTimes
  return (
    <tr>
      <td>
        <Link to="/workflows/define" search={{ dag: dag.key }}>
          {dag.name}
        </Link>{' '}
        <span className="hint">
          {dag.key} · {t.workflows.version(dag.version)}
          {dag.source && ` · ${t.state.source(dag.source)}`}
        </span>
      </td>
      <td>
        {dag.spec.triggers.map(({ cron, zone: cronZone }) => (
          <div key={cron + cronZone}>
            <span className="mono">{cron}</span> <span className="hint">{cronZone}</span>
          </div>
        ))}
      </td>
      <td className="nowrap">
        {dag.paused ? t.workflows.paused : next ? f.stamp(instantMs(next), zone) : t.workflows.never}
        {next && !dag.paused && <div className="hint">{f.ago(instantMs(next), nowMs)}</div>}
      </td>
      <td>
        <LastRuns runs={dag.recentRuns.slice(0, MOST_LAST)} />
      </td>
      <td className="number">
        <RunNow dag={dag} />
      </td>
    </tr>
  )
}

function LastRuns({ runs }: { runs: readonly RunSummary[] }) {
  const { t, f } = useText()
  const [newest, ...older] = runs
  if (!newest) return <span className="quiet">{t.workflows.notYet}</span>
  return (
    <span className="row tight">
      <Link to="/workflows/runs/$id" params={{ id: newest.id }}>
        <StateMark state={newest.state} />
      </Link>
      {older.length > 0 && (
        <span className="hint">
          {t.workflows.before(
            f.number(older.filter(({ state }) => state === 'succeeded').length),
            f.number(older.length),
          )}
        </span>
      )}
    </span>
  )
}

function RunNow({ dag }: { dag: Dag }) {
  const { api } = useApp()
  const { t } = useText()
  const client = useQueryClient()
  const navigate = useNavigate()
  const start = useMutation({
    mutationFn: () =>
      api.send<{ id?: string; runId?: string }>('POST', `/scheduler/dags/${encodeURIComponent(dag.key)}/runs`, {}),
    onSuccess: async ({ runId, id }) => {
      await client.invalidateQueries({ queryKey: ['runs', 'list'] })
      const started = runId ?? id
      if (started) await navigate({ to: '/workflows/runs/$id', params: { id: started } })
    },
  })
  return (
    <>
      <RoleButton
        needs="operator"
        blocked={start.isPending ? t.state.sending : undefined}
        onClick={() => start.mutate()}
      >
        {t.workflows.runNow}
      </RoleButton>
      {start.error && <Refusal error={start.error} />}
    </>
  )
}
