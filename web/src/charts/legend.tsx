import { useText } from '../shell/text.tsx'
import type { Lane } from './lanes.ts'
import styles from './time-chart.module.css'

interface Props {
  readonly lanes: readonly Lane[]
  /** The step that is read out; without one, names only. */
  readonly step: number | undefined
  readonly atMs: number | undefined
  readonly zone: string
}

/** Names of the lanes and what they read at the cursor; nothing lies over the data. */
export function Legend({ lanes, step, atMs, zone }: Props) {
  const { t, f } = useText()
  const past = lanes.filter(({ role }) => role === 'past-issue')
  return (
    <figcaption className={styles.legend}>
      <span className={styles.at}>{atMs === undefined ? zone : f.shortInstant(atMs, zone)}</span>
      {lanes
        .filter(({ role }) => role !== 'past-issue')
        .map((lane) => (
          <span key={lane.key} className={styles.entry}>
            <Swatch lane={lane} />
            {lane.label}
            <b>{step !== undefined && readingOf(lane, step, f.reading)}</b>
          </span>
        ))}
      {past.length > 0 && (
        <span className={styles.entry}>
          <Swatch lane={past[0]} />
          {t.chart.earlierIssues(f.number(past.length))}
        </span>
      )}
    </figcaption>
  )
}

function readingOf({ values, upper }: Lane, step: number, reading: (value: number) => string): string {
  return upper ? `${reading(values[step])} … ${reading(upper[step])}` : reading(values[step])
}

function Swatch({ lane: { draw, token, role } }: { lane: Lane }) {
  const colour = `var(--${token})`
  const dash = role === 'plan' && draw !== 'stack' ? '4 2' : role === 'limit' ? '1 2' : undefined
  return (
    <svg className={styles.swatch} viewBox="0 0 14 10" aria-hidden="true">
      {draw === 'stack' ? (
        <path d="M0 0h14v10H0z" fill={colour} />
      ) : draw === 'band' ? (
        <path d="M0 0h14v10H0z" fill={colour} fillOpacity={0.25} />
      ) : (
        <path d="M0 5h14" stroke={colour} strokeWidth={role === 'limit' ? 1.5 : 2} strokeDasharray={dash} strokeOpacity={role === 'past-issue' ? 0.4 : 1} /> // prettier-ignore
      )}
    </svg>
  )
}
