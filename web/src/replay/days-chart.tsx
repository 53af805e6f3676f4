import type { ReplayResult } from '@omarino/contracts'
import { localDate } from '@omarino/energy'
import { MarkChart } from '../charts/mark-chart.tsx'
import type { MarkSeries, MarkShape } from '../charts/mark-chart.tsx'
import type { FlowToken } from '../charts/lanes.ts'
import { instantMs } from '../instants.ts'
import { useText } from '../shell/text.tsx'
import { WAYS } from './worth.ts'
import type { Way } from './worth.ts'

interface Props {
  readonly result: ReplayResult
  readonly currency: string
  readonly zone: string
}
const LOOKS: Readonly<Record<Way, readonly [MarkShape, FlowToken]>> = {
  plan: ['disc', 'accent'],
  foresight: ['diamond', 'accent'],
  rule: ['triangle', 'ink-3'],
  idle: ['cross', 'ink'],
}
const MOST_LABELS = 12

/** What each day cost by each way: a mark of its own shape per way, side by side, days from left to right. */
export function DaysChart({ result, currency, zone }: Props) {
  const { t, f } = useText()
  const days = result.days.map(({ start, costs }) => ({ startMs: instantMs(start), costs }))
  const every = Math.ceil(days.length / MOST_LABELS)
  const series = WAYS.map((way): MarkSeries => {
    const [shape, token] = LOOKS[way]
    return { key: way, label: t.replays.ways[way], shape, token, points: days.map(({ costs }, x) => ({ x, y: costs[way] })) } // prettier-ignore
  })
  const stops = days.map(({ startMs, costs }, x) => ({
    x,
    label: f.shortInstant(startMs, zone),
    readings: Object.fromEntries(WAYS.map((way) => [way, f.number(costs[way], 2)])),
  }))
  return (
    <MarkChart
      label={t.replays.costsByDay(currency)}
      series={series}
      stops={stops}
      xTicks={days.flatMap(({ startMs }, x) => (x % every === 0 ? [{ x, label: f.monthDay(localDate(zone, startMs)) }] : []))}
      text={(value) => f.reading(value)}
      grouped
      height={220}
      table={<DaysTable result={result} currency={currency} zone={zone} />}
    />
  ) // prettier-ignore
}

function DaysTable({ result: { days, totals }, zone }: Props) {
  const { t, f } = useText()
  return (
    <table>
      <thead>
        <tr>
          <th>{t.replays.day}</th>
          {WAYS.map((way) => (
            <th key={way} className="number">
              {t.replays.ways[way]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days.map(({ start, costs }) => (
          <tr key={start}>
            <th scope="row" className="nowrap">
              {f.stamp(instantMs(start), zone)}
            </th>
            {WAYS.map((way) => (
              <td key={way} className="number">
                {f.number(costs[way], 2)}
              </td>
            ))}
          </tr>
        ))}
        {totals && (
          <tr>
            <th scope="row">
              <strong>{t.replays.sum}</strong>
            </th>
            {WAYS.map((way) => (
              <td key={way} className="number">
                <strong>{f.number(totals[way], 2)}</strong>
              </td>
            ))}
          </tr>
        )}
      </tbody>
    </table>
  )
}
