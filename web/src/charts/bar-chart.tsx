import { valueTicks } from '@omarino/energy'
import { useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useText } from '../shell/text.tsx'
import { layoutBars } from './bars.ts'
import type { BarLayout } from './bars.ts'
import styles from './bar-chart.module.css'
import { placeByKey } from './marks.ts'

export interface BarDatum {
  readonly key: string
  readonly label: string
  readonly value: number | null
  /** How many values it was computed over. */
  readonly count: number
}
interface Props {
  readonly label: string
  /** Heading of the names, of the values, of the counts. */
  readonly heads: readonly [name: string, value: string, count: string]
  readonly data: readonly BarDatum[]
  readonly text: (value: number | null) => string
  /** A value to compare with, drawn as a dashed line. */
  readonly mark?: number | undefined
  /** Every how many names one is written below. */
  readonly labelEvery?: number
  readonly height: number
}

/** Bars by category with a read-out, a keyboard cursor, a spoken summary and a table of the same numbers. */
export function BarChart(props: Props) {
  const { label, heads, data, text } = props
  const { t, f } = useText()
  const [asTable, setAsTable] = useState(false)
  const [chosen, setChosen] = useState<number>()
  const at = chosen === undefined ? undefined : data[chosen]
  const said = (it: BarDatum): string =>
    `${heads[0]} ${it.label}: ${heads[1]} ${text(it.value)}, ${heads[2]} ${f.number(it.count)}`
  return (
    <figure className={styles.chart}>
      <div className={styles.head}>
        <figcaption className={styles.reading}>
          {at ? (
            <>
              <span>
                {heads[0]} {at.label}
              </span>
              <span>
                {heads[1]} <b>{text(at.value)}</b>
              </span>
              <span>
                {heads[2]} <b>{f.number(at.count)}</b>
              </span>
            </>
          ) : (
            <span>{heads[1]}</span>
          )}
        </figcaption>
        <button className={styles.toggle} aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {t.chart.table}
        </button>
      </div>
      {asTable ? (
        <BarTable {...props} />
      ) : (
        <Bars
          {...props}
          chosen={chosen}
          onChoose={setChosen}
          summary={`${label}. ${data.map(said).join('. ')}`}
          spoken={at ? said(at) : t.chart.noStep}
        />
      )}
    </figure>
  )
}

interface BarsProps extends Props {
  readonly chosen: number | undefined
  readonly onChoose: (index: number | undefined) => void
  readonly summary: string
  readonly spoken: string
}
function Bars({ label, data, text, mark, labelEvery = 1, height, chosen, onChoose, summary, spoken }: BarsProps) {
  const { t } = useText()
  const layout = layoutBars(data.map(({ value }) => value), mark) // prettier-ignore
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = placeByKey(event.key, chosen, data.length)
    if (next === undefined) return
    event.preventDefault()
    onChoose(next)
  }
  return (
    <div className={styles.body}>
      <Ticks layout={layout} text={text} height={height} />
      <div className={styles.plot} style={{ height }}>
        <Lines layout={layout} />
        <div role="img" aria-label={summary} className={styles.slots} onMouseLeave={() => onChoose(undefined)}>
          {data.map(({ key }, i) => {
            const bar = layout.bars[i]
            return (
              <div key={key} className={i === chosen ? `${styles.slot} ${styles.chosen}` : styles.slot} onMouseEnter={() => onChoose(i)}>
                {bar && <div className={styles.bar} style={{ top: share(bar.top), height: share(bar.height) }} />}
              </div>
            ) // prettier-ignore
          })}
        </div>
        {mark !== undefined && <div className={styles.mark} style={{ top: share(layout.at(mark)) }} />}
        <div
          className={styles.keys}
          role="slider"
          tabIndex={0}
          aria-label={t.chart.cursor(label)}
          aria-valuemin={0}
          aria-valuemax={Math.max(0, data.length - 1)}
          aria-valuenow={chosen ?? 0}
          aria-valuetext={spoken}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className={styles.labels} aria-hidden="true">
        {data.map((it, i) => (
          <span key={it.key}>{i % labelEvery === 0 ? it.label : ''}</span>
        ))}
      </div>
    </div>
  )
}

const MOST_TICKS = 4
const share = (part: number): string => `${(part * 100).toFixed(3)}%`

function Ticks({ layout, text, height }: { layout: BarLayout; text: Props['text']; height: number }) {
  return (
    <div className={styles.ticks} style={{ height }} aria-hidden="true">
      {valueTicks(layout.low, layout.high, MOST_TICKS).map((value) => (
        <span key={value} className={styles.tick} style={{ top: share(layout.at(value)) }}>
          {text(value)}
        </span>
      ))}
    </div>
  )
}

function Lines({ layout }: { layout: BarLayout }) {
  return (
    <>
      {valueTicks(layout.low, layout.high, MOST_TICKS).map((value) => (
        <div
          key={value}
          className={value === 0 ? `${styles.gridline} ${styles.zero}` : styles.gridline}
          style={{ top: share(layout.at(value)) }}
        />
      ))}
    </>
  )
}

function BarTable({ heads, data, text }: Props) {
  const { f } = useText()
  return (
    <table>
      <thead>
        <tr>
          <th>{heads[0]}</th>
          <th className="number">{heads[1]}</th>
          <th className="number">{heads[2]}</th>
        </tr>
      </thead>
      <tbody>
        {data.map(({ key, label, value, count }) => (
          <tr key={key}>
            <th scope="row">{label}</th>
            <td className="number">{text(value)}</td>
            <td className="number quiet">{f.number(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
