import type { OptimizeResult, Plan } from '@omarino/contracts'
import { Panel } from '../parts/pane.tsx'
import { useText } from '../shell/text.tsx'
import { costRows } from './steps.ts'

/** What the plan costs, line by line, and what other ways would have cost. Money over the horizon. */
export function CostTable({ plan, result }: { plan: Plan; result: OptimizeResult }) {
  const { t, f } = useText()
  const lines: Readonly<Record<string, string>> = t.costLines
  return (
    <Panel title={t.plan.costsIn(plan.currency)}>
      <table>
        <tbody>
          {costRows(result.costs).map(({ line, assetId, amount }) => (
            <tr key={`${line} ${assetId}`}>
              <th scope="row">
                {lines[line] ?? line} <span className="hint">{assetId}</span>
              </th>
              <td className="number">{f.number(amount, 2)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">
              <strong>{t.plan.total}</strong>
            </th>
            <td className="number">
              <strong>{f.number(result.objective, 2)}</strong>
            </td>
          </tr>
          <Compared name={t.plan.doingNothing} amount={plan.costDoingNothing ?? result.baselines.idle} />
          <Compared name={t.plan.rulePlan} amount={result.baselines.rule} />
        </tbody>
      </table>
      <p className="hint">{t.plan.costSign}</p>
    </Panel>
  )
}

function Compared({ name, amount }: { name: string; amount: number | null }) {
  const { t, f } = useText()
  return (
    <tr>
      <th scope="row" className="quiet">
        {name}
      </th>
      <td className="number">
        {amount === null ? <span className="hint">{t.plan.breaksLimit}</span> : f.number(amount, 2)}
      </td>
    </tr>
  )
}
