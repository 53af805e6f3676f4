import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMutation } from '@tanstack/react-query'
import type { JobAccepted, PlanSummary } from '@omarino/contracts'
import { instantMs } from '../instants.ts'
import { PageHead } from '../parts/page-head.tsx'
import { Pane, Refusal } from '../parts/pane.tsx'
import { RoleButton } from '../parts/role-button.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { useSite } from '../shell/use-site.ts'
import { knownZone } from '../url-state.ts'

/** All plans, newest first, and a new one for the chosen site. */
export function Plans() {
  const { resources } = useApp()
  const { t } = useText()
  const { site } = useSite()
  const source = useQuery(resources.plans(100, site?.key))
  return (
    <>
      <PageHead title={t.nav.plans}>
        <Link to="/optimize/replays">{t.replays.title}</Link>
        <PlanNow />
      </PageHead>
      <Pane
        title={t.plans.runs}
        source={source}
        height={400}
        empty={({ items }) => (items.length > 0 ? undefined : { because: t.plans.none })}
        stale="never"
      >
        {({ items }) => <PlanTable plans={items} />}
      </Pane>
    </>
  )
}

function PlanNow() {
  const { api } = useApp()
  const { t } = useText()
  const { site, sites } = useSite()
  const navigate = useNavigate()
  const chosen = site ?? (sites?.length === 1 ? sites[0] : undefined)
  const start = useMutation({
    mutationFn: () => api.send<JobAccepted>('POST', '/optimize/runs', { site: chosen?.key }),
    onSuccess: ({ id }) => navigate({ to: '/optimize/$run', params: { run: id } }),
  })
  const blocked = chosen ? (start.isPending ? t.state.sending : undefined) : t.plans.chooseSite
  return (
    <>
      <RoleButton needs="operator" primary blocked={blocked} onClick={() => start.mutate()}>
        {t.plans.planNow}
      </RoleButton>
      {start.error && <Refusal error={start.error} />}
    </>
  )
}

function PlanTable({ plans }: { plans: readonly PlanSummary[] }) {
  const { t, f } = useText()
  return (
    <table>
      <thead>
        <tr>
          <th>{t.plans.issueTime}</th>
          <th>{t.shell.site}</th>
          <th>{t.plans.window}</th>
          <th>{t.plans.status}</th>
          <th className="number">{t.plan.cost}</th>
          <th className="number">{t.plan.doingNothing}</th>
          <th className="number">{t.plans.took}</th>
        </tr>
      </thead>
      <tbody>
        {plans.map((plan) => {
          const zone = knownZone(plan.zone)
          const took = plan.finishedAt === null ? null : instantMs(plan.finishedAt) - instantMs(plan.createdAt)
          return (
            <tr key={plan.id}>
              <td className="nowrap">
                <Link to="/optimize/$run" params={{ run: plan.id }}>
                  {f.stamp(instantMs(plan.issueTime), zone)}
                </Link>
              </td>
              <td>{plan.siteName}</td>
              <td className="nowrap quiet">
                {f.shortInstant(instantMs(plan.startTime), zone)} – {f.shortInstant(instantMs(plan.endTime), zone)}
              </td>
              <td>
                <StateMark state={plan.status ?? plan.state} />
              </td>
              <td className="number">{f.money(plan.objective, plan.currency)}</td>
              <td className="number">{f.money(plan.costDoingNothing, plan.currency)}</td>
              <td className="number quiet">{f.duration(took)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
