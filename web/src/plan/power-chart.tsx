import type { OptimizeRequest, OptimizeResult } from '@omarino/contracts'
import { useMemo } from 'react'
import { TimeChart } from '../charts/time-chart.tsx'
import type { TimeChartProps } from '../charts/time-chart.tsx'
import { useText } from '../shell/text.tsx'
import { planAxis } from './flows.ts'
import { powerLanes } from './plan-lanes.ts'

interface Props extends Pick<TimeChartProps, 'zone' | 'height' | 'nowMs' | 'selectedMs' | 'syncKey' | 'onSelect'> {
  readonly request: OptimizeRequest
  readonly result: OptimizeResult
  /** Shows at most this much of the plan; all of it when left out. */
  readonly windowMs?: readonly [number, number]
}

/** The plan's power: supply above zero, use below, the load an ink line. */
export function PowerChart({ request, result, windowMs, ...rest }: Props) {
  const { t } = useText()
  const axis = useMemo(() => planAxis(result), [result])
  const lanes = useMemo(() => powerLanes(request, result, t), [request, result, t])
  return (
    <TimeChart
      label={t.plan.power}
      lanes={lanes}
      {...axis}
      windowMs={windowMs ?? [axis.timesMs[0], axis.endMs]}
      {...rest}
    />
  )
}
