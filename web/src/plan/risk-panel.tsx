import type { OptimizeResult } from '@omarino/contracts'
import { Figures } from '../parts/figures.tsx'
import { Panel } from '../parts/pane.tsx'
import { useText } from '../shell/text.tsx'
import styles from './plan.module.css'

type Risk = NonNullable<OptimizeResult['risk']>

/** What the scenarios of a plan cost: expected, the bad ones, and what safety costs. */
export function RiskPanel({ risk, currency }: { risk: Risk; currency: string }) {
  const { t, f } = useText()
  const { expected, cvar, cvarLevel, priceOfSafety, scenarios } = risk
  return (
    <Panel title={t.studio.riskOf}>
      <Figures
        items={[
          { label: t.studio.expected, value: f.money(expected, currency) },
          { label: t.studio.cvar(f.percent(1 - cvarLevel)), value: f.money(cvar, currency) },
          { label: t.studio.safety, value: f.money(priceOfSafety, currency), note: priceOfSafety === null ? t.studio.noSafety : t.studio.safetyNote },
        ]}
      />
      <Spread risk={risk} currency={currency} />
      <p className="hint">{t.studio.ofScenarios(f.number(scenarios.length))}</p>
    </Panel>
  ) // prettier-ignore
}

const [WIDTH, HEIGHT, EDGE] = [280, 44, 10]

/** One tick per scenario on a line of money, as high as it is likely; the two means are named. */
function Spread({ risk: { expected, cvar, scenarios }, currency }: { risk: Risk; currency: string }) {
  const { t, f } = useText()
  const costs = [expected, cvar, ...scenarios.map(({ cost }) => cost)]
  const [low, high] = [Math.min(...costs), Math.max(...costs)]
  if (!(high > low)) return null
  const likeliest = Math.max(...scenarios.map(({ probability }) => probability))
  const x = (cost: number): number => EDGE + ((cost - low) / (high - low)) * (WIDTH - 2 * EDGE)
  const money = (cost: number): string => f.money(cost, currency)
  const anchor = (cost: number): 'start' | 'end' => (x(cost) > WIDTH / 2 ? 'end' : 'start')
  const summary = t.studio.scenarioSpan(money(low), money(high), money(expected), money(cvar))
  return (
    <svg className={styles.spread} viewBox={`0 0 ${WIDTH} ${HEIGHT + 34}`} role="img" aria-label={summary}>
      <text x={x(expected)} y={10} textAnchor={anchor(expected)}>
        {t.studio.marks.expected}
      </text>
      <line className={styles.mean} x1={x(expected)} x2={x(expected)} y1={14} y2={HEIGHT} />
      <line className={styles.bad} x1={x(cvar)} x2={x(cvar)} y1={14} y2={HEIGHT} />
      <text x={x(cvar)} y={HEIGHT + 14} textAnchor={anchor(cvar)}>
        {t.studio.marks.cvar}
      </text>
      {scenarios.map(
        ({ cost, probability }, i) =>
        <line key={i} className={styles.tick} x1={x(cost)} x2={x(cost)} y1={HEIGHT} y2={HEIGHT - (18 * probability) / likeliest} />, // prettier-ignore
      )}
      <line className={styles.base} x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
      <text x={EDGE} y={HEIGHT + 30}>
        {money(low)}
      </text>
      <text x={WIDTH - EDGE} y={HEIGHT + 30} textAnchor="end">
        {money(high)}
      </text>
    </svg>
  )
}
