import type { RunDetail } from '@omarino/contracts'
import { StateMark } from '../parts/state-mark.tsx'
import { useText } from '../shell/text.tsx'
import { useNow } from '../shell/use-now.ts'
import { useSite } from '../shell/use-site.ts'
import { ganttOf } from './gantt.ts'
import type { Gantt, Stretch, TaskLine } from './gantt.ts'
import styles from './workflow.module.css'

interface Props {
  readonly run: RunDetail
  readonly chosen: string | undefined
  readonly onChoose: (key: string) => void
}

/** The tasks of a run as rows: state, a bar for each attempt, and the time taken. */
export function TaskBars({ run, chosen, onChoose }: Props) {
  const { t, f } = useText()
  const { zone } = useSite()
  const nowMs = useNow(1000)
  const gantt = ganttOf(run, nowMs)
  return (
    <div className={styles.graph}>
      <div className={styles.head}>
        <span>{t.runs.taskName}</span>
        <span>{t.plans.status}</span>
        <Axis gantt={gantt} zone={zone} />
        <span className="number">{t.plans.took}</span>
      </div>
      {gantt.lines.map((line) => (
        <button
          key={line.task.id}
          className={styles.line}
          aria-pressed={line.task.key === chosen}
          onClick={() => onChoose(line.task.key)}
        >
          <span>
            {line.task.key} <span className="hint">{line.task.kind}</span>
          </span>
          <StateMark state={line.task.state} />
          <Bars line={line} />
          <span className="number quiet">{f.duration(line.tookMs)}</span>
        </button>
      ))}
    </div>
  )
}

function Axis({ gantt: { startMs, endMs }, zone }: { gantt: Gantt; zone: string }) {
  const { f } = useText()
  return (
    <span className={styles.axis}>
      <span>{f.clock(startMs, zone)}</span>
      <span className={styles.end}>+{f.duration(endMs - startMs)}</span>
    </span>
  )
}

const placed = ({ from, to }: Stretch) => ({ left: `${from * 100}%`, width: `${(to - from) * 100}%` })

function Bars({ line: { task, queued, attempts } }: { line: TaskLine }) {
  const { t, f } = useText()
  const { progress } = task
  return (
    <span className={styles.track}>
      {queued && <span className={styles.queued} style={placed(queued)} title={t.runs.queued} />}
      {attempts.map((bar) => (
        <span
          key={bar.attempt}
          className={`${styles.bar} ${styles[bar.outcome] ?? ''}`}
          style={placed(bar)}
          title={t.runs.attempt(bar.attempt, f.duration(bar.tookMs))}
        />
      ))}
      {task.state === 'running' && progress && (
        <span className="visually-hidden" role="status">
          {progress.text}
        </span>
      )}
    </span>
  )
}
