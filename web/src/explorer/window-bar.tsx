import type { Aggregate } from '@omarino/contracts'
import { AGGREGATES } from '../url-state.ts'
import { useText } from '../shell/text.tsx'
import { INTERVALS } from './bucket.ts'
import type { Bucket } from './bucket.ts'
import styles from './explorer.module.css'
import { endingAt, PRESETS, shifted, zoomed } from './window.ts'
import type { Preset, Window } from './window.ts'

interface Props {
  readonly windowMs: Window
  readonly zone: string
  readonly nowMs: number
  readonly lastDataMs: number | undefined
  readonly wish: Partial<Bucket>
  readonly onWindow: (window: Window) => void
  readonly onWish: (wish: { agg: Aggregate | undefined; interval: string | undefined }) => void
}

/** Which stretch of time is shown and in which buckets. */
export function WindowBar({ windowMs, zone, nowMs, lastDataMs, wish, onWindow, onWish }: Props) {
  const { t, f } = useText()
  const span = windowMs[1] - windowMs[0]
  const buttons = [
    ['←', t.explorer.back, shifted(windowMs, -0.5)],
    ['→', t.explorer.forward, shifted(windowMs, 0.5)],
    ['+', t.explorer.zoomIn, zoomed(windowMs, 0.5)],
    ['−', t.explorer.zoomOut, zoomed(windowMs, 2)],
  ] as const
  return (
    <div className={styles.bar}>
      <span className="nowrap">
        {f.instant(windowMs[0], zone)} – {f.instant(windowMs[1], zone)} <span className="hint">{zone}</span>
      </span>
      <span className="row tight">
        {buttons.map(([sign, name, next]) => (
          <button key={sign} aria-label={name} title={name} onClick={() => onWindow(next)}>
            {sign}
          </button>
        ))}
      </span>
      <span className="row tight">
        {(Object.keys(PRESETS) as Preset[]).map((preset) => (
          <button
            key={preset}
            aria-pressed={span === PRESETS[preset]}
            onClick={() => onWindow([windowMs[1] - PRESETS[preset], windowMs[1]])}
          >
            {t.explorer.presets[preset]}
          </button>
        ))}
        <button onClick={() => onWindow(endingAt(windowMs, nowMs))}>{t.explorer.now}</button>
        <button
          disabled={lastDataMs === undefined}
          onClick={() => lastDataMs !== undefined && onWindow(endingAt(windowMs, lastDataMs))}
        >
          {t.explorer.lastData}
        </button>
      </span>
      <span className="row tight">
        <select
          aria-label={t.explorer.aggregate}
          value={wish.agg ?? ''}
          onChange={(event) =>
            onWish({ agg: AGGREGATES.find((name) => name === event.target.value), interval: wish.interval })
          }
        >
          <option value="">{t.explorer.autoAggregate}</option>
          {AGGREGATES.map((name) => (
            <option key={name} value={name}>
              {t.explorer.aggregates[name]}
            </option>
          ))}
        </select>
        <select
          aria-label={t.explorer.interval}
          value={wish.interval ?? ''}
          onChange={(event) => onWish({ agg: wish.agg, interval: event.target.value || undefined })}
        >
          <option value="">{t.explorer.autoInterval}</option>
          {INTERVALS.map((name) => (
            <option key={name} value={name}>
              {t.explorer.intervals[name]}
            </option>
          ))}
        </select>
      </span>
    </div>
  )
}
