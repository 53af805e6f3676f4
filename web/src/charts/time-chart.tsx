import 'uplot/dist/uPlot.min.css'
import { useCallback, useMemo, useState } from 'react'
import type { KeyboardEvent } from 'react'
import type { Formats } from '../formats.ts'
import type { Catalogue } from '../messages/catalogue.ts'
import { useText } from '../shell/text.tsx'
import type { Lane } from './lanes.ts'
import { stepAt, visibleSteps } from './lanes.ts'
import { Legend } from './legend.tsx'
import { peaksOf } from './peaks.ts'
import { TableTwin } from './table-twin.tsx'
import styles from './time-chart.module.css'
import { usePlot } from './use-plot.ts'

/** timesMs: interval starts, rising, shape [T]; endMs: end of the last interval; zone: of the site. */
export interface TimeChartProps {
  readonly label: string
  readonly timesMs: Float64Array
  readonly endMs: number
  readonly lanes: readonly Lane[]
  readonly windowMs: readonly [from: number, to: number]
  readonly zone: string
  readonly height: number
  readonly nowMs?: number | undefined
  readonly selectedMs?: number | undefined
  readonly syncKey?: string | undefined
  readonly onSelect?: ((ms: number) => void) | undefined
  readonly onWindow?: ((fromMs: number, toMs: number) => void) | undefined
}

/** Values over time, with a read-out in the legend, a keyboard cursor, a spoken summary and a table of the same numbers. */
export function TimeChart(props: TimeChartProps) {
  const { label, timesMs, endMs, lanes, windowMs, zone, height, selectedMs, onSelect } = props
  const { t, f } = useText()
  const [cursorMs, setCursorMs] = useState<number>()
  const [asTable, setAsTable] = useState(false)
  const { host, moveCursor } = usePlot(props, setCursorMs, !asTable)
  const shown = cursorMs ?? selectedMs
  const step = shown === undefined ? undefined : stepAt(timesMs, endMs, shown)
  const toggle = useCallback(() => setAsTable((table) => !table), [])
  const onKeyDown = useKeyboard({ props, step, moveCursor, toggle, onSelect })
  const summary = useMemo(() => summaryOf({ label, lanes, timesMs, windowMs, zone, t, f }), [label, lanes, timesMs, windowMs, zone, t, f]) // prettier-ignore
  return (
    <figure className={styles.chart}>
      <div className={styles.head}>
        <Legend lanes={lanes} step={step} atMs={step === undefined ? undefined : timesMs[step]} zone={zone} />
        <button className={styles.toggle} aria-pressed={asTable} onClick={toggle} title={t.chart.tableKey}>
          {t.chart.table}
        </button>
      </div>
      {asTable ? (
        <TableTwin lanes={lanes} timesMs={timesMs} windowMs={windowMs} zone={zone} />
      ) : (
        <div className={styles.plot} style={{ height }}>
          <div ref={host} role="img" aria-label={summary} className={styles.canvas} />
          <div
            className={styles.keys}
            role="slider"
            tabIndex={0}
            aria-label={t.chart.cursor(label)}
            aria-valuemin={0}
            aria-valuemax={Math.max(0, timesMs.length - 1)}
            aria-valuenow={step ?? 0}
            aria-valuetext={step === undefined ? t.chart.noStep : spoken(lanes, step, timesMs[step], zone, f)}
            onKeyDown={onKeyDown}
          />
        </div>
      )}
    </figure>
  )
}

const spoken = (lanes: readonly Lane[], step: number, ms: number, zone: string, f: Formats): string =>
  `${f.shortInstant(ms, zone)}: ${lanes
    .filter(({ role }) => role !== 'past-issue')
    .map((lane) => `${lane.label} ${f.reading(lane.values[step])} ${lane.unit}`)
    .join(', ')}`

interface SummaryInput extends Pick<TimeChartProps, 'label' | 'lanes' | 'timesMs' | 'windowMs' | 'zone'> {
  readonly t: Catalogue
  readonly f: Formats
}
function summaryOf({ label, lanes, timesMs, windowMs, zone, t, f }: SummaryInput): string {
  const seen = visibleSteps(timesMs, windowMs)
  const sentences = lanes.flatMap((lane) => {
    const peaks = lane.role === 'limit' || lane.role === 'past-issue' ? undefined : peaksOf(lane, seen)
    if (!peaks) return []
    const at = (step: number): string => f.shortInstant(timesMs[step], zone)
    const reading = (step: number): string => `${f.reading(lane.values[step])} ${lane.unit}`
    return [t.chart.peaks(lane.label, reading(peaks.high), at(peaks.high), reading(peaks.low), at(peaks.low))]
  })
  return `${label}. ${sentences.length > 0 ? sentences.join(' ') : t.chart.nothing}`
}

interface KeyboardInput {
  readonly props: TimeChartProps
  readonly step: number | undefined
  readonly moveCursor: (ms: number) => void
  readonly toggle: () => void
  readonly onSelect: TimeChartProps['onSelect']
}
const DAY_MS = 86_400_000

function useKeyboard({ props, step, moveCursor, toggle, onSelect }: KeyboardInput) {
  const { timesMs, endMs, windowMs } = props
  return (event: KeyboardEvent) => {
    const [first, last] = visibleSteps(timesMs, windowMs)
    if (event.key === 't') return toggle()
    if (last <= first) return
    if (event.key === 'Enter' && step !== undefined) return onSelect?.(timesMs[step])
    const next = nextStep(event, { step, first, last, timesMs, endMs })
    if (next === undefined) return
    event.preventDefault()
    moveCursor(timesMs[Math.min(last - 1, Math.max(first, next))])
  }
}

interface Position {
  readonly step: number | undefined
  readonly first: number
  readonly last: number
  readonly timesMs: Float64Array
  readonly endMs: number
}
function nextStep(
  { key, shiftKey }: KeyboardEvent,
  { step, first, last, timesMs, endMs }: Position,
): number | undefined {
  if (key === 'Home') return first
  if (key === 'End') return last - 1
  const way = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0
  if (way === 0) return undefined
  if (step === undefined) return way > 0 ? first : last - 1
  if (!shiftKey) return step + way
  return stepAt(timesMs, endMs, timesMs[step] + way * DAY_MS) ?? (way > 0 ? last - 1 : first)
}
