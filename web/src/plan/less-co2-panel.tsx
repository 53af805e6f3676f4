import type { JobAccepted, OptimizeResult, Plan } from '@omarino/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { isOpen } from '../api/resources.ts'
import { Panel, Refusal } from '../parts/pane.tsx'
import { RoleButton } from '../parts/role-button.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { emits } from './emissions.ts'
import { FrontChart } from './front-chart.tsx'
import { FRONT_POINTS, frontVariant } from './variant.ts'

interface Props {
  readonly plan: Plan
  readonly result: OptimizeResult
  /** Id of the variant that was asked. */
  readonly front: string | undefined
}

/** What less CO₂ costs, asked as a variant of the plan; absent where nothing is told to emit. */
export function LessCo2Panel({ plan, result, front }: Props) {
  const { resources } = useApp()
  const { t, f } = useText()
  const { data: asked, error } = useQuery({ ...resources.plan(front ?? ''), enabled: front !== undefined })
  const ask = useFront(plan)
  if (!emits(plan.request)) return null
  const points = asked?.result?.paretoFront ?? (front === undefined ? result.paretoFront : undefined)
  const busy = ask.isPending || (front !== undefined && !error && (!asked || isOpen(asked.state)))
  return (
    <Panel title={t.lessCo2.title}>
      <div className="stack">
        {points ? (
          <FrontChart plan={plan} result={result} front={points} />
        ) : (
          <p className="hint">{t.lessCo2.note(f.number(FRONT_POINTS))}</p>
        )}
        {busy && front !== undefined && (
          <p className="row" role="status">
            {asked && <StateMark state={asked.state} />} {t.lessCo2.pending}
          </p>
        )}
        {asked && !isOpen(asked.state) && !points && (
          <p className="crit">
            {t.lessCo2.failed} {asked.result?.failure?.detail}
          </p>
        )}
        {!points && (
          <div>
            <RoleButton needs="operator" blocked={busy ? t.state.sending : undefined} onClick={() => ask.mutate()}>
              {t.lessCo2.ask}
            </RoleButton>
          </div>
        )}
        {(ask.error ?? error) && <Refusal error={(ask.error ?? error) as Error} />}
      </div>
    </Panel>
  )
}

/** Asks for the points, and keeps the variant that has them in the address. */
function useFront({ id: planId, request }: Plan) {
  const { api } = useApp()
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: () =>
      api.send<JobAccepted>('POST', `/optimize/runs/${encodeURIComponent(planId)}/variants`, frontVariant(request)),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['plans', 'list'] })
      await navigate({
        to: '/optimize/$run',
        params: { run: planId },
        search: (before) => ({ ...before, front: id }),
        resetScroll: false,
      })
    },
  })
}
