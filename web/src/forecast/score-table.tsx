import type { ForecastScore } from '@omarino/contracts'
import { StateMark } from '../parts/state-mark.tsx'
import { useText } from '../shell/text.tsx'
import styles from './forecast.module.css'
import { coverageState, measureHead, MEASURES, measureText } from './measures.ts'

interface Row extends Pick<ForecastScore, (typeof MEASURES)[number] | 'count'> {
  readonly key: string
  readonly name: string
  /** Issues, or origins of a backtest. */
  readonly issues: number
}

/** One line of measures per name, with how much was scored. */
export function ScoreTable({
  rows,
  unit,
  heads,
}: {
  rows: readonly Row[]
  unit: string
  heads: readonly [name: string, issues: string]
}) {
  const { t, f } = useText()
  return (
    <div className={styles.wide}>
      <table>
        <thead>
          <tr>
            <th>{heads[0]}</th>
            {MEASURES.map((measure) => (
              <th key={measure} className="number">
                {measureHead(t.forecast.measures, measure, unit)}
              </th>
            ))}
            <th>{t.forecast.coverageWord}</th>
            <th className="number">{t.forecast.count}</th>
            <th className="number">{heads[1]}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.name}</th>
              {MEASURES.map((measure) => (
                <td key={measure} className="number">
                  {measureText(f, measure, row[measure])}
                </td>
              ))}
              <td>
                <StateMark state={coverageState(row.coverage80)} />
              </td>
              <td className="number quiet">{f.number(row.count)}</td>
              <td className="number quiet">{f.number(row.issues)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
