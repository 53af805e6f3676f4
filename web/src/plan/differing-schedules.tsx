import type { OptimizeRequest, OptimizeResult } from '@omarino/contracts'
import { useMemo, useState } from 'react'
import type { Lane } from '../charts/lanes.ts'
import { TimeChart } from '../charts/time-chart.tsx'
import { useText } from '../shell/text.tsx'
import { differingAssets } from './compare.ts'
import type { Pair } from './compare.ts'
import { planAxis } from './flows.ts'

interface Props {
  readonly request: OptimizeRequest
  readonly a: OptimizeResult
  readonly b: OptimizeResult
  readonly zone: string
}

/** The grid takes up what others do: they come first. */
function gridLast(pairs: readonly Pair[], { assets }: OptimizeRequest): readonly Pair[] {
  const isGrid = ({ assetId }: Pair): boolean => assets.some(({ id, type }) => id === assetId && type === 'grid')
  return [...pairs.filter((pair) => !isGrid(pair)), ...pairs.filter(isGrid)]
}

/** The power of an asset in both plans over the hours that they share; the asset that differs most comes first. */
export function DifferingSchedules({ request, a, b, zone }: Props) {
  const { t, f } = useText()
  const pairs = useMemo(() => gridLast(differingAssets(a, b), request), [a, b, request])
  const axis = useMemo(() => planAxis(a), [a])
  const windowMs = useMemo(() => [axis.timesMs[0], axis.endMs] as const, [axis])
  const [chosen, setChosen] = useState<string>()
  const pair = pairs.find(({ assetId }) => assetId === chosen) ?? pairs[0]
  const lanes = useMemo(
    (): Lane[] =>
      pair
        ? [
            { key: 'here', label: t.studio.thisPlan, unit: 'kW', token: 'ink', values: pair.here, draw: 'step', role: 'actual' },
            { key: 'there', label: t.studio.otherPlan, unit: 'kW', token: 'accent', values: pair.there, draw: 'step', role: 'plan' },
          ]
        : [],
    [pair, t],
  ) // prettier-ignore
  if (!pair) return <p className="quiet">{t.studio.alike}</p>
  return (
    <section className="stack" aria-label={t.studio.differing}>
      <div className="row">
        <h3>{t.studio.differing}</h3>
        <select
          aria-label={t.studio.asset}
          value={pair.assetId}
          onChange={(event) => setChosen(pairs[event.target.selectedIndex].assetId)}
        >
          {pairs.map(({ assetId, apartKwh }) => (
            <option key={assetId} value={assetId}>
              {t.studio.moved(assetId, f.reading(apartKwh))}
            </option>
          ))}
        </select>
      </div>
      <TimeChart
        label={`${t.studio.differing}: ${pair.assetId}`}
        lanes={lanes}
        {...axis}
        windowMs={windowMs}
        zone={zone}
        height={250}
      />
    </section>
  )
}
