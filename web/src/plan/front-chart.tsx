import type { OptimizeResult, Plan } from '@omarino/contracts'
import { valueTicks } from '@omarino/energy'
import { MarkChart } from '../charts/mark-chart.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { useText } from '../shell/text.tsx'
import { emittedKg, frontSteps, moneyOf } from './emissions.ts'
import type { Front, FrontStep } from './emissions.ts'
import { FRONT_POINTS } from './variant.ts'

interface Props {
  readonly plan: Plan
  readonly result: OptimizeResult
  readonly front: Front
}
interface Place {
  readonly kg: number
  readonly cost: number
}
const MOST_TICKS = 6

/** Cost against kg: the cheapest plan at so much CO₂, with the plan that is looked at among them. */
export function FrontChart({ plan, result, front }: Props) {
  const { t, f } = useText()
  const steps = frontSteps(front)
  const own = { kg: emittedKg(plan.request, result), cost: moneyOf(result) }
  if (steps.length === 0) return <p className="warn">{t.lessCo2.tooFew}</p>
  const asked = plan.request.explain?.paretoPoints ?? FRONT_POINTS
  const points = [...steps].reverse().map(({ co2Kg, cost }) => ({ x: co2Kg, y: cost }))
  const kgs = [...points.map(({ x }) => x), own.kg]
  const ticks = valueTicks(Math.min(...kgs), Math.max(...kgs), MOST_TICKS)
  const stop = (key: string, x: number, cost: number) => ({ x, label: `${f.reading(x)} kg`, readings: { [key]: f.number(cost, 2) } }) // prettier-ignore
  const stops = [...points.map(({ x, y }) => stop('front', x, y)), stop('own', own.kg, own.cost)]
  return (
    <>
      <p>{frontSentence(steps, plan.currency, { t, f })}</p>
      <MarkChart
        label={`${t.lessCo2.title}: ${t.lessCo2.cost(plan.currency)}, ${t.lessCo2.emitted}`}
        series={[
          { key: 'front', label: t.lessCo2.front, shape: 'ring', token: 'accent', joined: true, points },
          { key: 'own', label: t.lessCo2.own, shape: 'cross', token: 'ink', points: [{ x: own.kg, y: own.cost }] },
        ]}
        stops={stops.sort((a, b) => a.x - b.x)}
        xTicks={(ticks.length > 0 ? ticks : [own.kg]).map((x) => ({ x, label: f.reading(x) }))}
        xName={t.lessCo2.emitted}
        yName={t.lessCo2.cost(plan.currency)}
        text={(value) => f.reading(value)}
        height={220}
        table={<FrontTable steps={steps} own={own} currency={plan.currency} />}
      />
      {steps.length < asked && <p className="hint">{t.lessCo2.leftOut(f.number(steps.length), f.number(asked))}</p>}
    </>
  ) // prettier-ignore
}

const FLAT_KG = 0.01

/** How much less is possible, and for how much. */
function frontSentence(steps: readonly FrontStep[], currency: string, { t, f }: Pick<ReturnType<typeof useText>, 't' | 'f'>): string {
  const [cheapest, cleanest] = [steps[0], steps[steps.length - 1]]
  const lessKg = cheapest.co2Kg - cleanest.co2Kg
  if (lessKg < FLAT_KG) return t.lessCo2.flat(f.reading(cheapest.co2Kg))
  return t.lessCo2.spread(f.reading(cheapest.co2Kg), f.reading(lessKg), f.money(cleanest.cost - cheapest.cost, currency))
} // prettier-ignore

function FrontTable({ steps, own, currency }: { steps: readonly FrontStep[]; own: Place; currency: string }) {
  const { t, f } = useText()
  return (
    <table>
      <thead>
        <tr>
          <th className="number">{t.lessCo2.emitted}</th>
          <th className="number">{t.lessCo2.cost(currency)}</th>
          <th className="number">{t.lessCo2.perTonne(currency)}</th>
          <th>{t.lessCo2.state}</th>
        </tr>
      </thead>
      <tbody>
        {steps.map(({ co2Kg, cost, perTonne, status }, i) => (
          <tr key={i}>
            <td className="number">{f.number(co2Kg, 1)}</td>
            <td className="number">{f.number(cost, 2)}</td>
            <td className="number">{f.number(perTonne)}</td>
            <td>
              <StateMark state={status} />
            </td>
          </tr>
        ))}
        <tr>
          <td className="number">{f.number(own.kg, 1)}</td>
          <td className="number">{f.number(own.cost, 2)}</td>
          <td className="number" />
          <td>{t.lessCo2.own}</td>
        </tr>
      </tbody>
    </table>
  )
}
