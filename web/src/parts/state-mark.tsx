import { useText } from '../shell/text.tsx'
import styles from './state-mark.module.css'

type Tone = 'ok' | 'busy' | 'crit' | 'warn' | 'idle'
const TONES: Readonly<Record<string, Tone>> = {
  succeeded: 'ok', optimal: 'ok', within_gap: 'ok', ready: 'ok', live: 'ok', running: 'busy', connecting: 'busy',
  failed: 'crit', quarantined: 'crit', lost: 'crit', missing: 'crit', 'not-ready': 'crit',
  relaxed: 'warn', time_limited: 'warn', degraded: 'warn', late: 'warn', narrow: 'warn', wide: 'warn', calibrated: 'ok', active: 'ok',
} // prettier-ignore
const SHAPES: Readonly<Record<Tone, string>> = {
  ok: 'M2.5 6.5 5 9l4.5-6',
  busy: 'M3.5 2 9.5 6l-6 4z',
  crit: 'M6 1.5v5.5M6 9.2v1.3',
  warn: 'M6 1.5v5.5M6 9.2v1.3',
  idle: 'M6 5.4v1.2',
}

/** A state as glyph, word and colour: never colour alone. */
export function StateMark({ state }: { state: string }) {
  const { t } = useText()
  const tone = TONES[state] ?? 'idle'
  const words: Readonly<Record<string, string>> = t.states
  return (
    <span className={`${styles.mark} ${styles[tone]}`}>
      <svg className={styles.glyph} viewBox="0 0 12 12" aria-hidden="true">
        <path d={SHAPES[tone]} />
      </svg>
      {words[state] ?? state}
    </span>
  )
}
