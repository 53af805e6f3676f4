import { useText } from '../shell/text.tsx'
import styles from './forecast.module.css'
import type { Issue } from './issues.ts'

interface Props {
  /** Oldest first. */
  readonly issues: readonly Issue[]
  readonly chosenId: string
  readonly zone: string
  readonly truncated: boolean
  readonly onChoose: (id: string) => void
}

/** Goes through the issues of a window by time: what was believed then. Arrow keys, Home and End move it. */
export function IssueSlider({ issues, chosenId, zone, truncated, onChoose }: Props) {
  const { t, f } = useText()
  const position = Math.max(
    0,
    issues.findIndex(({ id }) => id === chosenId),
  )
  const { issueMs, model } = issues[position]
  const said = `${t.forecast.issueName(f.instant(issueMs, zone))}, ${model}`
  const go = (next: number): void => onChoose(issues[next].id)
  return (
    <div className={styles.issues}>
      <button disabled={position === 0} aria-label={t.forecast.earlierIssue} title={t.forecast.earlierIssue} onClick={() => go(position - 1)}>
        ←
      </button>
      <input
        type="range"
        min={0}
        max={Math.max(0, issues.length - 1)}
        value={position}
        disabled={issues.length < 2}
        aria-label={t.forecast.issueAt}
        aria-valuetext={said}
        onChange={(event) => go(event.target.valueAsNumber)}
      />
      <button disabled={position >= issues.length - 1} aria-label={t.forecast.laterIssue} title={t.forecast.laterIssue} onClick={() => go(position + 1)}>
        →
      </button>
      <p className={`${styles.said} row`}>
        <span>{said}</span>
        <span className="hint">{t.forecast.issueOf(f.number(position + 1), f.number(issues.length))}</span>
        {truncated && <span className="hint">{t.forecast.moreIssues(f.number(issues.length))}</span>}
      </p>
    </div>
  ) // prettier-ignore
}
