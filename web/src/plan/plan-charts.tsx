import { useMemo } from 'react'
import { TimeChart } from '../charts/time-chart.tsx'
import { Panel } from '../parts/pane.tsx'
import { useText } from '../shell/text.tsx'
import { edgesOf, planAxis, planLoad } from './flows.ts'
import { priceLanes, socLanes } from './plan-lanes.ts'
import { PowerChart } from './power-chart.tsx'
import { StripsPanel } from './strips-panel.tsx'
import type { PlanInTime } from './strips-panel.tsx'

const SYNC = 'plan'

/** Power, what each asset does, state of charge and prices of a plan: panes on one time axis. */
export function PlanCharts({ plan, result, zone, nowMs, selectedMs, onSelect }: PlanInTime) {
  const { t } = useText()
  const axis = useMemo(() => planAxis(result), [result])
  const edges = useMemo(() => edgesOf(axis), [axis])
  const soc = useMemo(() => socLanes(plan.request, result, t), [plan, result, t])
  const prices = useMemo(() => priceLanes(plan, t), [plan, t])
  const windowMs = useMemo(() => [axis.timesMs[0], axis.endMs] as const, [axis])
  const inside = nowMs >= windowMs[0] && nowMs < windowMs[1] ? nowMs : undefined
  const shared = { zone, nowMs: inside, selectedMs, syncKey: SYNC, onSelect, windowMs }
  return (
    <>
      <Panel
        title={t.plan.powerKw}
        aside={<span className="hint">{planLoad(plan.request, result) && t.plan.sign}</span>}
      >
        <PowerChart request={plan.request} result={result} height={250} {...shared} />
      </Panel>
      <StripsPanel {...{ plan, result, zone, nowMs, selectedMs, onSelect }} />
      {soc.length > 0 && (
        <Panel title={t.plan.socPercent}>
          <TimeChart label={t.plan.soc} lanes={soc} timesMs={edges} endMs={axis.endMs} height={120} {...shared} />
        </Panel>
      )}
      {prices.length > 0 && (
        <Panel title={t.plan.priceIn(`${plan.currency}/MWh`)}>
          <TimeChart label={t.plan.price} lanes={prices} {...axis} height={120} {...shared} />
        </Panel>
      )}
    </>
  )
}
