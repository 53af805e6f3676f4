import type { Plan } from '@omarino/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Panel, Refusal } from '../parts/pane.tsx'
import { RoleButton } from '../parts/role-button.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'

/** The same costs, settled on what really happened. */
export function SettlementTable({ plan }: { plan: Plan }) {
  const { t, f } = useText()
  const settled = plan.settlement
  const rows = [
    [t.plan.realised, settled?.costRealised],
    [t.plan.doingNothingRealised, settled?.costDoingNothingRealised],
    [t.plan.perfectForesight, settled?.costPerfectForesight],
  ] as const
  return (
    <Panel title={t.plan.settlementIn(plan.currency)} aside={<Settle plan={plan} />}>
      {settled ? (
        <table>
          <tbody>
            {rows.map(([name, amount]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className="number">{f.number(amount, 2)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p className="quiet">{t.plan.notSettled}</p>
      )}
      {settled && settled.missing.length > 0 && (
        <p className="warn">{t.plan.missingActuals(settled.missing.join(', '))}</p>
      )}
    </Panel>
  )
}

/** Asks for the settlement again: actuals come in after the plan was made. */
function Settle({ plan: { id, settlement } }: { plan: Plan }) {
  const { api } = useApp()
  const { t } = useText()
  const client = useQueryClient()
  const settle = useMutation({
    mutationFn: () => api.send<Plan>('POST', `/optimize/runs/${encodeURIComponent(id)}/settle`, {}),
    onSuccess: (settled) => client.setQueryData(['plans', 'one', id], settled),
  })
  if (settlement && settlement.missing.length === 0) return null
  return (
    <>
      <RoleButton
        needs="operator"
        blocked={settle.isPending ? t.state.sending : undefined}
        onClick={() => settle.mutate()}
      >
        {t.plan.settle}
      </RoleButton>
      {settle.error && <Refusal error={settle.error} />}
    </>
  )
}
