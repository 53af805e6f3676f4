import type { Plan, Site } from '@omarino/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { firstAfter } from '../charts/lanes.ts'
import { instantMs } from '../instants.ts'
import { Figures } from '../parts/figures.tsx'
import { Pane } from '../parts/pane.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { edgesOf, planAxis, planFlows, planLoad, socPaths } from '../plan/flows.ts'
import { PowerChart } from '../plan/power-chart.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { useNow } from '../shell/use-now.ts'
import { knownZone } from '../url-state.ts'

const DAY_MS = 86_400_000

/** A site's newest plan: the next 24 hours, and what it says for now. */
export function SitePanel({ site }: { site: Site }) {
  const { resources } = useApp()
  const { t, f } = useText()
  const nowMs = useNow(30_000)
  const zone = knownZone(site.zone)
  const newest = useQuery(resources.plans(5, site.key))
  const id = newest.data?.items.find(({ objective }) => objective !== null)?.id
  const plan = useQuery({ ...resources.plan(id ?? ''), enabled: id !== undefined })
  const none = newest.data !== undefined && id === undefined
  return (
    <Pane
      title={t.overview.planOf(site.name)}
      source={{ data: none ? null : plan.data, error: newest.error ?? plan.error, refetch: () => newest.refetch() }}
      height={330}
      empty={(data) =>
        data ? undefined : { because: t.overview.noPlan, action: <Link to="/workflows">{t.nav.workflows}</Link> }
      }
      stale={(data) =>
        data && instantMs(data.endTime) < nowMs ? t.plan.expired(f.instant(instantMs(data.endTime), zone)) : undefined
      }
      aside={
        id && (
          <Link to="/optimize/$run" params={{ run: id }}>
            {t.overview.openPlan}
          </Link>
        )
      }
    >
      {(data) => data?.result && <PlanNow plan={data} result={data.result} zone={zone} nowMs={nowMs} />}
    </Pane>
  )
}

interface PlanNowProps {
  readonly plan: Plan
  readonly result: NonNullable<Plan['result']>
  readonly zone: string
  readonly nowMs: number
}
function PlanNow({ plan, result, zone, nowMs }: PlanNowProps) {
  const { t, f } = useText()
  const axis = planAxis(result)
  const startMs = axis.timesMs[0]
  const running = nowMs >= startMs && nowMs < axis.endMs
  const fromMs = running ? nowMs : startMs
  const step = Math.max(0, firstAfter(axis.timesMs, fromMs) - 1)
  const at = (column: Float64Array | undefined): string => f.reading(column?.[step])
  const [soc] = socPaths(plan.request, result)
  const edge = Math.max(0, firstAfter(edgesOf(axis), fromMs) - 1)
  const flows = planFlows(plan.request, result)
  const sum = (...kinds: string[]): Float64Array | undefined => {
    const columns = flows.filter(({ kind }) => kinds.includes(kind)).map(({ values }) => values)
    return columns.length > 0
      ? columns[0].map((_, i) => columns.reduce((total, column) => total + column[i], 0))
      : undefined
  }
  const note = running ? undefined : t.overview.atStart
  return (
    <>
      <Figures
        items={[
          { label: `${t.flows.load}, kW`, value: at(planLoad(plan.request, result)), note },
          { label: `${t.overview.grid}, kW`, value: at(sum('grid-in', 'grid-out')), note: t.overview.gridNote },
          ...(soc
            ? [
                {
                  label: `${t.overview.battery}, kW`,
                  value: at(sum('batt-dis', 'batt-ch')),
                  note: t.overview.batteryNote,
                },
                { label: t.plan.socPercent, value: f.number(soc.soc[edge] * 100, 0), note },
              ]
            : []),
          {
            label: t.plan.cost,
            value: f.money(plan.objective, plan.currency),
            note: t.overview.nothingNote(f.money(plan.costDoingNothing, plan.currency)),
          },
          {
            label: t.plans.status,
            value: <StateMark state={result.status} />,
            note: f.shortInstant(instantMs(plan.issueTime), zone),
          },
        ]}
      />
      <PowerChart
        request={plan.request}
        result={result}
        zone={zone}
        height={250}
        windowMs={[fromMs, Math.min(fromMs + DAY_MS, axis.endMs)]}
        nowMs={running ? nowMs : undefined}
      />
    </>
  )
}
