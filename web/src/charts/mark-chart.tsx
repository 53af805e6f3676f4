import { valueTicks } from '@omarino/energy'
import { useState } from 'react'
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react'
import { useText } from '../shell/text.tsx'
import type { FlowToken } from './lanes.ts'
import styles from './mark-chart.module.css'
import { layoutMarks, nearestPlace, placeByKey } from './marks.ts'
import type { MarkLayout } from './marks.ts'

/** Each shape is told from the others without its colour. */
export type MarkShape = 'disc' | 'ring' | 'diamond' | 'triangle' | 'cross'
export interface MarkPoint {
  readonly x: number
  readonly y: number
}
export interface MarkSeries {
  readonly key: string
  readonly label: string
  readonly shape: MarkShape
  readonly token: FlowToken
  /** A line through the points, which then must rise in x. */
  readonly joined?: boolean
  readonly points: readonly MarkPoint[]
}
/** A place of the cursor: its name, and what each series reads there, by key. */
export interface MarkStop {
  readonly x: number
  readonly label: string
  readonly readings: Readonly<Record<string, string>>
}
export interface XTick {
  readonly x: number
  readonly label: string
}
interface Props {
  readonly label: string
  readonly series: readonly MarkSeries[]
  /** Rising in x. */
  readonly stops: readonly MarkStop[]
  readonly xTicks: readonly XTick[]
  /** What lies below the axis; left out where its ticks say it. */
  readonly xName?: string
  /** What stands above the upright axis; left out where the heading says it. */
  readonly yName?: string
  /** A value of the upright axis. */
  readonly text: (value: number) => string
  /** The marks of a stop stand side by side, in the order of the series: equal values do not hide each other. */
  readonly grouped?: boolean
  readonly height: number
  /** The same numbers. */
  readonly table: ReactNode
}

/** Marks of several kinds, each with a shape of its own; with a read-out, a keyboard cursor, a spoken summary and a table. */
export function MarkChart(props: Props) {
  const { label, series, stops, table } = props
  const { t } = useText()
  const [asTable, setAsTable] = useState(false)
  const [chosen, setChosen] = useState<number>()
  const at = chosen === undefined ? undefined : stops.at(chosen)
  const said = (stop: MarkStop): string =>
    `${stop.label}: ${series.flatMap(({ key, label: name }) => (key in stop.readings ? [`${name} ${stop.readings[key]}`] : [])).join(', ')}`
  return (
    <figure className={styles.chart}>
      <div className={styles.head}>
        <figcaption className={styles.reading}>
          {series.map(({ key, label: name, shape, token }) => (
            <span key={key} className={styles.entry}>
              <Glyph shape={shape} token={token} /> {name} {at && key in at.readings && <b>{at.readings[key]}</b>}
            </span>
          ))}
          {at && <span className={styles.at}>{at.label}</span>}
        </figcaption>
        <button className={styles.toggle} aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {t.chart.table}
        </button>
      </div>
      {asTable ? (
        table
      ) : (
        <Plot
          {...props}
          chosen={chosen}
          onChoose={setChosen}
          summary={`${label}. ${stops.map(said).join('. ')}`}
          spoken={at ? said(at) : t.chart.noStep}
        />
      )}
    </figure>
  )
}

interface PlotProps extends Props {
  readonly chosen: number | undefined
  readonly onChoose: (index: number | undefined) => void
  readonly summary: string
  readonly spoken: string
}
function Plot({
  label,
  series,
  stops,
  xTicks,
  xName,
  yName,
  text,
  grouped,
  height,
  chosen,
  onChoose,
  summary,
  spoken,
}: PlotProps) {
  const { t } = useText()
  const points = series.flatMap((one) => one.points)
  const xs = [...points, ...stops].map(({ x }) => x)
  const layout = layoutMarks(xs, points.map(({ y }) => y)) // prettier-ignore
  const places = stops.map(({ x }) => layout.across(x))
  const onMove = ({ clientX, currentTarget }: MouseEvent): void => {
    const { left, width } = currentTarget.getBoundingClientRect()
    onChoose(nearestPlace(places, (clientX - left) / width))
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = placeByKey(event.key, chosen, stops.length)
    if (next === undefined) return
    event.preventDefault()
    onChoose(next)
  }
  return (
    <div className={styles.body}>
      {yName !== undefined && <div className={styles.above}>{yName}</div>}
      <Ticks layout={layout} text={text} height={height} />
      <div className={styles.plot} style={{ height }}>
        <Gridlines layout={layout} />
        {chosen !== undefined && <div className={styles.cursor} style={{ left: percent(places[chosen]) }} />}
        <div role="img" aria-label={summary} className={styles.marks} onMouseMove={onMove} onMouseLeave={() => onChoose(undefined)}>
          <Lines series={series} layout={layout} />
          {series.map(({ key, shape, token, points: own }, n) =>
            own.map(({ x, y }, i) => (
              <span key={`${key} ${i}`} className={styles.mark} style={{ left: grouped ? beside(layout.across(x), n, series.length, stops.length) : percent(layout.across(x)), top: percent(layout.down(y)) }}>
                <Glyph shape={shape} token={token} />
              </span>
            )),
          )}
        </div>
        <div
          className={styles.keys}
          role="slider"
          tabIndex={0}
          aria-label={t.chart.cursor(label)}
          aria-valuemin={0}
          aria-valuemax={Math.max(0, stops.length - 1)}
          aria-valuenow={chosen ?? 0}
          aria-valuetext={spoken}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className={styles.labels} aria-hidden="true">
        {xTicks.map((tick) => (
          <span key={tick.x} style={{ left: percent(layout.across(tick.x)) }}>
            {tick.label}
          </span>
        ))}
      </div>
      {xName !== undefined && <div className={styles.name}>{xName}</div>}
    </div>
  ) // prettier-ignore
}

const MOST_TICKS = 5
const percent = (share: number): string => `${(share * 100).toFixed(3)}%`

/** Place of the nth of several marks of a stop: a glyph apart, closer where stops are narrow. */
function beside(share: number, n: number, count: number, stops: number): string {
  const narrow = percent(1 / (Math.max(1, stops) * (count + 1)))
  return `calc(${percent(share)} + ${n - (count - 1) / 2} * min(${GLYPH_PX}px, ${narrow}))`
}
const GLYPH_PX = 12

function Ticks({ layout, text, height }: { layout: MarkLayout; text: Props['text']; height: number }) {
  return (
    <div className={styles.ticks} style={{ height }} aria-hidden="true">
      {valueTicks(layout.low, layout.high, MOST_TICKS).map((value) => (
        <span key={value} className={styles.tick} style={{ top: percent(layout.down(value)) }}>
          {text(value)}
        </span>
      ))}
    </div>
  )
}

function Gridlines({ layout }: { layout: MarkLayout }) {
  return valueTicks(layout.low, layout.high, MOST_TICKS).map((value) => (
    <div
      key={value}
      className={value === 0 ? `${styles.gridline} ${styles.zero}` : styles.gridline}
      style={{ top: percent(layout.down(value)) }}
    />
  ))
}

/** Lines through the points of joined series; the box is stretched, the stroke is not. */
function Lines({ series, layout }: { series: readonly MarkSeries[]; layout: MarkLayout }) {
  return (
    <svg className={styles.lines} viewBox="0 0 1 1" preserveAspectRatio="none">
      {series
        .filter(({ joined }) => joined)
        .map(({ key, token, points }) => (
          <polyline
            key={key}
            points={points.map(({ x, y }) => `${layout.across(x)},${layout.down(y)}`).join(' ')}
            stroke={`var(--${token})`}
          />
        ))}
    </svg>
  )
}

const SHAPES: Readonly<Record<MarkShape, string>> = {
  disc: 'M1.8 6a4.2 4.2 0 1 0 8.4 0a4.2 4.2 0 1 0-8.4 0z',
  ring: 'M2 6a4 4 0 1 0 8 0a4 4 0 1 0-8 0z',
  diamond: 'M6 .8 11.2 6 6 11.2.8 6z',
  triangle: 'M6 1.6 11 10.4H1z',
  cross: 'M2 2l8 8M10 2l-8 8',
}

function Glyph({ shape, token }: { shape: MarkShape; token: FlowToken }) {
  return (
    <svg className={styles.glyph} viewBox="0 0 12 12" aria-hidden="true">
      <path d={SHAPES[shape]} stroke={`var(--${token})`} fill={shape === 'disc' ? `var(--${token})` : 'var(--panel)'} />
    </svg>
  )
}
