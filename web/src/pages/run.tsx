import type { RunDetail } from '@omarino/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { instantMs } from '../instants.ts'
import { PageHead } from '../parts/page-head.tsx'
import { Pane, Panel, Refusal } from '../parts/pane.tsx'
import { RoleButton } from '../parts/role-button.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { JsonView } from '../parts/json-view.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { useSite } from '../shell/use-site.ts'
import { taskToShow } from '../workflow/gantt.ts'
import { TaskBars } from '../workflow/task-bars.tsx'
import { TaskDetail } from '../workflow/task-detail.tsx'
import styles from '../workflow/workflow.module.css'

/** A run with its tasks, as they happen. */
export function RunPage() {
  const { id } = useParams({ from: '/workflows/runs/$id' })
  const { resources } = useApp()
  const { t } = useText()
  const source = useQuery(resources.run(id))
  const [chosen, setChosen] = useState<string>()
  const task = source.data && taskToShow(source.data, chosen)
  return (
    <>
      <PageHead
        title={source.data ? (source.data.dagName ?? source.data.dag ?? t.runs.job) : t.runs.run}
        about={source.data && <About run={source.data} />}
      >
        {source.data && <Cancel run={source.data} />}
      </PageHead>
      <div className={styles.columns}>
        <div className={styles.column}>
          <Pane
            title={t.runs.tasks}
            source={source}
            height={240}
            empty={({ tasks }) => (tasks.length > 0 ? undefined : { because: t.runs.noTasks })}
            stale="never"
          >
            {(run) => <TaskBars run={run} chosen={task?.key} onChoose={setChosen} />}
          </Pane>
          {task && <TaskDetail task={task} />}
        </div>
        {source.data && <Side run={source.data} />}
      </div>
    </>
  )
}

function About({ run }: { run: RunDetail }) {
  const { t, f } = useText()
  const { zone } = useSite()
  const triggers: Readonly<Record<string, string>> = t.triggers
  return (
    <>
      <StateMark state={run.state} />
      <span>{triggers[run.trigger] ?? run.trigger}</span>
      {run.scheduledFor && <span>{t.runs.scheduledFor(f.stamp(instantMs(run.scheduledFor), zone))}</span>}
      {run.principal && <span>{t.runs.by(run.principal)}</span>}
      {run.version !== null && <span className="hint">{t.workflows.version(run.version)}</span>}
      <span className="hint mono">{run.id}</span>
    </>
  )
}

function Cancel({ run }: { run: RunDetail }) {
  const { api } = useApp()
  const { t } = useText()
  const client = useQueryClient()
  const cancel = useMutation({
    mutationFn: () => api.send<unknown>('POST', `/scheduler/runs/${encodeURIComponent(run.id)}/cancel`, {}),
    onSuccess: () => client.invalidateQueries({ queryKey: ['runs'] }),
  })
  if (run.state !== 'waiting' && run.state !== 'running') return null
  return (
    <>
      <RoleButton
        needs="operator"
        blocked={cancel.isPending ? t.state.sending : undefined}
        onClick={() => cancel.mutate()}
      >
        {t.runs.cancel}
      </RoleButton>
      {cancel.error && <Refusal error={cancel.error} />}
    </>
  )
}

function Side({ run }: { run: RunDetail }) {
  const { t, f } = useText()
  const busy = run.tasks.filter(({ state, progress }) => state === 'running' && progress)
  return (
    <div className={styles.column}>
      {busy.length > 0 && (
        <Panel title={t.runs.now}>
          {busy.map(({ id, key, progress }) => (
            <div key={id} className="stack">
              <span>
                {key}: {progress?.text}
              </span>
              {typeof progress?.total === 'number' && (
                <span className="row tight">
                  <progress value={progress.done} max={progress.total} aria-label={key} /> {f.number(progress.done)} /{' '}
                  {f.number(progress.total)}
                </span>
              )}
            </div>
          ))}
        </Panel>
      )}
      <Panel title={t.runs.params}>
        <JsonView value={run.params} />
      </Panel>
    </div>
  )
}
