import type { TaskRun } from '@omarino/contracts'
import { Link } from '@tanstack/react-router'
import { JsonView } from '../parts/json-view.tsx'
import { Panel } from '../parts/pane.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { ReportFiles } from '../plan/report-links.tsx'
import { useText } from '../shell/text.tsx'
import styles from './workflow.module.css'

/** What a task was given, what it made of it, and what went wrong. */
export function TaskDetail({ task }: { task: TaskRun }) {
  const { t, f } = useText()
  return (
    <Panel title={t.runs.task(task.key)} aside={<StateMark state={task.state} />}>
      <div className={`stack ${styles.detail}`}>
        {task.error && (
          <p className="crit">
            <code className="mono">{task.error.code}</code> {task.error.message}
          </p>
        )}
        {task.crashes > 0 && <p className="warn">{t.runs.crashes(task.crashes)}</p>}
        <Results task={task} />
        {task.attempts.length > 0 && (
          <div>
            <h3>{t.runs.attempts}</h3>
            <ul>
              {task.attempts.map(({ attempt, owner, outcome, startedAt }) => (
                <li key={attempt} className="row tight">
                  {f.number(attempt)} <StateMark state={outcome ?? 'running'} />{' '}
                  <span className="hint mono">{owner}</span>
                  <span className="hint">{startedAt.slice(11, 23)} UTC</span>
                </li>
              ))}
            </ul>
          </div>
        )}
        <div>
          <h3>{t.runs.input}</h3>
          <JsonView value={task.input} />
        </div>
        {task.output !== null && (
          <div>
            <h3>{t.runs.output}</h3>
            <JsonView value={task.output} />
          </div>
        )}
      </div>
    </Panel>
  )
}

type Fields = Readonly<Record<string, unknown>>
const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Links from what a task made to the page that shows it. */
function Results({ task: { kind, output } }: { task: TaskRun }) {
  const { t } = useText()
  const made = fieldsOf(output)
  const plan = kind === 'optimize' ? textOf(made['runId']) : undefined
  const [html, pdf] = [textOf(made['html']), textOf(made['pdf'])]
  const listed: unknown = kind === 'forecast' ? made['forecasts'] : undefined
  const forecasts = Array.isArray(listed) ? listed.map(fieldsOf) : []
  return (
    <>
      {plan && (
        <Link to="/optimize/$run" params={{ run: plan }}>
          {t.runs.openPlan}
        </Link>
      )}
      {forecasts.map((made) => {
        const [id, series] = [textOf(made['forecastId']), textOf(made['series'])]
        return (
          id && (
            <Link key={id} to="/forecasts/$id" params={{ id }}>
              {series ?? id}
            </Link>
          )
        )
      })}
      {kind === 'report' && html && pdf && <ReportFiles report={{ html, pdf }} />}
      {kind === 'import' && <Link to="/series/import">{t.nav.imports}</Link>}
    </>
  )
}
