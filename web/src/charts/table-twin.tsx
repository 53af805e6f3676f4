import { useState } from 'react'
import { isoInstant } from '../instants.ts'
import { useText } from '../shell/text.tsx'
import type { Lane } from './lanes.ts'
import { visibleSteps } from './lanes.ts'
import styles from './time-chart.module.css'

interface Props {
  readonly lanes: readonly Lane[]
  readonly timesMs: Float64Array
  readonly windowMs: readonly [number, number]
  readonly zone: string
}
const ROWS = 200
/** Columns of a lane: a band has two edges. */
const columnsOf = (lanes: readonly Lane[], low: string, high: string) =>
  lanes.flatMap(({ key, label, unit, values, upper }) =>
    upper
      ? [{ key, head: `${label} ${low}, ${unit}`, values }, { key: `${key}-upper`, head: `${label} ${high}, ${unit}`, values: upper }] // prettier-ignore
      : [{ key, head: `${label}, ${unit}`, values }],
  )

/** The numbers that the chart draws, row by row. */
export function TableTwin({ lanes, timesMs, windowMs, zone }: Props) {
  const { t, f } = useText()
  const [page, setPage] = useState(0)
  const [first, last] = visibleSteps(timesMs, windowMs)
  const from = Math.min(first + page * ROWS, last)
  const to = Math.min(from + ROWS, last)
  const columns = columnsOf(lanes, t.chart.lower, t.chart.upper)
  const rows = Array.from({ length: to - from }, (_, i) => from + i)
  return (
    <div>
      <div className={styles.pager}>
        <button disabled={page === 0} onClick={() => setPage(page - 1)}>
          {t.chart.earlier}
        </button>
        <button disabled={to >= last} onClick={() => setPage(page + 1)}>
          {t.chart.later}
        </button>
        <span className="hint">
          {t.chart.rows(f.number(from - first + 1), f.number(to - first), f.number(last - first))}
        </span>
      </div>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t.chart.table}>
        <table>
          <thead>
            <tr>
              <th>{t.chart.siteTime(zone)}</th>
              <th>UTC</th>
              {columns.map(({ key, head }) => (
                <th key={key} className="number">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={timesMs[row]}>
                <td className="nowrap">{f.stamp(timesMs[row], zone)}</td>
                <td className="nowrap quiet">{isoInstant(timesMs[row]).replace('.000', '')}</td>
                {columns.map(({ key, values }) => (
                  <td key={key} className="number">
                    {f.number(values[row], 3)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}
