import type { OptimizeResult, Plan } from '@omarino/contracts'
import { Link } from '@tanstack/react-router'
import type { Formats } from '../formats.ts'
import { Panel } from '../parts/pane.tsx'
import { useText } from '../shell/text.tsx'

const SMALLEST_KW = 0.001 // below it a residual is solver noise
const residual = (kw: number, f: Formats): string =>
  kw < SMALLEST_KW ? `< ${f.number(SMALLEST_KW, 3)}` : f.reading(kw)

/** What the plan was made from, and how it can be told apart from any other. */
export function InputsPanel({ plan, result }: { plan: Plan; result: OptimizeResult | null }) {
  const { t, f } = useText()
  return (
    <Panel title={t.plan.inputs}>
      <table>
        <tbody>
          {plan.inputs.map((input) => (
            <tr key={input.name}>
              <th scope="row">{input.name}</th>
              <td>
                {input.forecastId ? (
                  <Link to="/forecasts/$id" params={{ id: input.forecastId }}>
                    {input.series ?? t.plan.forecast}
                  </Link>
                ) : (
                  input.series && (
                    <Link to="/series" search={{ series: [input.series] }}>
                      {input.series}
                    </Link>
                  )
                )}
                <div className="hint">{input.detail}</div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {result && (
        <dl className="hint">
          <div>
            {t.plan.engine} {result.engine.version} · {result.engine.solver} ({result.engine.backend})
          </div>
          <div>
            {t.plan.size(
              f.number(result.statistics.columns),
              f.number(result.statistics.rows),
              f.number(result.statistics.binaries),
            )}
          </div>
          <div>{t.plan.solved(f.duration(result.statistics.solveMs), result.deterministic)}</div>
          <div>
            {result.verifier.passed ? t.plan.verified(residual(result.verifier.balanceKw, f)) : t.plan.notVerified}
          </div>
          <div className="mono">{result.requestHash.slice(0, 16)}</div>
        </dl>
      )}
    </Panel>
  )
}
