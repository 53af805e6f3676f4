// What if: hold an asset at a power, plan again, compare the cost.
import type { OptimizeRequest, OptimizeResult } from '@omarino/contracts'
import { rounded } from '../cost-lines.ts'

type Counterfactual = NonNullable<OptimizeResult['counterfactuals']>[number]
type Asked = NonNullable<NonNullable<OptimizeRequest['explain']>['counterfactuals']>[number]

/**
 * Answers each question by a plan of its own, with the pin and all else as asked.
 * @param again plans a request without further questions
 */
export function counterfactualsOf(
  request: OptimizeRequest,
  objective: number | null,
  again: (request: OptimizeRequest) => OptimizeResult,
): Counterfactual[] {
  return (request.explain?.counterfactuals ?? []).map((asked) => {
    const { explain: _questions, ...plain } = request
    const { id, assetId, from, to, fixPowerKw } = asked
    const pin = { id: `counterfactual ${id}`, assetId, from, to, powerKw: fixPowerKw }
    const other = again({ ...plain, pins: [...(request.pins ?? []), pin] })
    const comparable = other.status !== 'relaxed'
    const weight = request.objective?.moneyWeight ?? 1
    const costDelta =
      comparable && weight > 0 && objective !== null && other.objective !== null
        ? rounded((other.objective - objective) / weight)
        : null
    return { id, costDelta, status: other.status, text: sentence(request, asked, costDelta, other) }
  })
}

function sentence({ site }: OptimizeRequest, asked: Asked, costDelta: number | null, other: OptimizeResult): string {
  const held = `holding "${asked.assetId}" at ${asked.fixPowerKw} kW from ${asked.from} to ${asked.to}`
  if (other.status === 'failed') return `${held} leaves no plan at all: ${other.failure?.detail ?? ''}`
  if (costDelta === null)
    return `${held} bends limits: ${other.relaxations.map(({ text }) => text).join('; ') || 'the plan itself does'}`
  const money = `${Math.abs(costDelta).toFixed(2)} ${site.currency}`
  if (Math.abs(costDelta) < 0.005) return `${held} costs nothing`
  return costDelta > 0 ? `${held} costs ${money}` : `${held} saves ${money}: the plan was within its gap, not the best`
}
