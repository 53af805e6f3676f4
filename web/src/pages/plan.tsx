import type { OptimizeResult, Plan } from '@omarino/contracts'
import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { stepAt } from '../charts/lanes.ts'
import { instantMs } from '../instants.ts'
import { Figures } from '../parts/figures.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Pane, Panel } from '../parts/pane.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { ComparePanel } from '../plan/compare-panel.tsx'
import { ComparePicker } from '../plan/compare-picker.tsx'
import { CostTable } from '../plan/cost-table.tsx'
import { planAxis } from '../plan/flows.ts'
import { InputsPanel } from '../plan/inputs-panel.tsx'
import { LessCo2Panel } from '../plan/less-co2-panel.tsx'
import { PlanCharts } from '../plan/plan-charts.tsx'
import { PublishPanel } from '../plan/publish-panel.tsx'
import { PlanReport } from '../plan/report-links.tsx'
import styles from '../plan/plan.module.css'
import { RiskDial } from '../plan/risk-dial.tsx'
import { RiskPanel } from '../plan/risk-panel.tsx'
import { SettlementTable } from '../plan/settlement-table.tsx'
import { WhatIfPanel } from '../plan/what-if-panel.tsx'
import { WhyPanel } from '../plan/why-panel.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { useNow } from '../shell/use-now.ts'
import { knownZone } from '../url-state.ts'

/** One plan: what it does, what it costs, and why. */
export function PlanPage() {
  const { run } = useParams({ from: '/optimize/$run' })
  const { resources } = useApp()
  const { t } = useText()
  const source = useQuery(resources.plan(run))
  if (source.data) return <PlanView key={run} plan={source.data} />
  return (
    <>
      <PageHead title={t.nav.plans} />
      <Pane title={t.plan.powerKw} source={source} height={310} empty="never" stale="never">
        {() => null}
      </Pane>
    </>
  )
}

function PlanView({ plan }: { plan: Plan }) {
  const { t, f } = useText()
  const zone = knownZone(plan.zone)
  const nowMs = useNow(30_000)
  const { with: other, front, publish } = useSearch({ from: '/optimize/$run' })
  const [selectedMs, setSelectedMs] = useState<number>()
  const { result } = plan
  const axis = result && result.horizon.stepEnds.length > 0 ? planAxis(result) : undefined
  const step = axis && selectedMs !== undefined ? stepAt(axis.timesMs, axis.endMs, selectedMs) : undefined
  const expired = instantMs(plan.endTime) < nowMs
  return (
    <>
      <PageHead
        title={t.plan.title(plan.siteName)}
        about={
          <>
            <StateMark state={plan.status ?? plan.state} />
            <span>{t.plan.issued(f.instant(instantMs(plan.issueTime), zone))}</span>
            <span>
              {t.plan.span(
                f.shortInstant(instantMs(plan.startTime), zone),
                f.shortInstant(instantMs(plan.endTime), zone),
              )}
            </span>
            {plan.source && <span className="hint">{t.state.source(plan.source)}</span>}
          </>
        }
      >
        <PlanReport planId={plan.id} issueTime={plan.issueTime} />
        <ComparePicker plan={plan} other={other} />
      </PageHead>
      {expired && <p className="hint">{t.plan.expired(f.instant(instantMs(plan.endTime), zone))}</p>}
      <PlanFigures plan={plan} />
      {other !== undefined && <ComparePanel plan={plan} other={other} zone={zone} />}
      {result?.failure && (
        <Panel title={t.plan.noPlan}>
          <p className="crit">
            <code className="mono">{result.failure.code}</code> {result.failure.detail}
          </p>
        </Panel>
      )}
      {!result && <Panel title={t.plan.noPlan}>{<StateMark state={plan.state} />}</Panel>}
      <div className={styles.columns}>
        <div className={styles.column}>
          {result && axis && result.objective !== null && (
            <PlanCharts
              plan={plan}
              result={result}
              zone={zone}
              nowMs={nowMs}
              selectedMs={step === undefined ? undefined : axis.timesMs[step]}
              onSelect={setSelectedMs}
            />
          )}
          {result && axis && result.objective !== null && (
            <Studio
              plan={plan}
              result={result}
              zone={zone}
              selectedMs={step === undefined ? undefined : axis.timesMs[step]}
              front={front}
            />
          )}
        </div>
        <div className={styles.column}>
          {result && axis && <WhyPanel plan={plan} result={result} zone={zone} step={step} onSelect={setSelectedMs} />}
          {result && axis && result.objective !== null && <PublishPanel plan={plan} runId={publish} />}
          <InputsPanel plan={plan} result={result} />
        </div>
      </div>
    </>
  )
}

interface StudioProps {
  readonly plan: Plan
  readonly result: OptimizeResult
  readonly zone: string
  readonly selectedMs: number | undefined
  readonly front: string | undefined
}

/** What may be asked of a plan, what its scenarios cost, and its money. */
function Studio({ plan, result, zone, selectedMs, front }: StudioProps) {
  return (
    <>
      <div className={styles.pair}>
        <WhatIfPanel plan={plan} result={result} zone={zone} selectedMs={selectedMs} />
        <div className={styles.column}>
          {result.risk && <RiskPanel risk={result.risk} currency={plan.currency} />}
          <RiskDial plan={plan} result={result} />
        </div>
      </div>
      <LessCo2Panel plan={plan} result={result} front={front} />
      <div className={styles.pair}>
        <CostTable plan={plan} result={result} />
        <SettlementTable plan={plan} />
      </div>
    </>
  )
}

function PlanFigures({ plan }: { plan: Plan }) {
  const { t, f } = useText()
  const { objective, costDoingNothing, currency, result } = plan
  const saved = objective !== null && costDoingNothing !== null ? costDoingNothing - objective : null
  return (
    <Figures
      items={[
        { label: t.plan.cost, value: f.money(objective, currency) },
        { label: t.plan.doingNothing, value: f.money(costDoingNothing, currency) },
        { label: t.plan.saved, value: f.money(saved, currency), note: saved !== null && costDoingNothing ? f.percent(saved / Math.abs(costDoingNothing), 1) : undefined }, // prettier-ignore
        { label: t.plan.gap, value: f.percent(result?.gap.relative, 2) },
        { label: t.plan.solveTime, value: f.duration(result?.statistics.solveMs) },
      ]}
    />
  )
}
