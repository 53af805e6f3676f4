import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { Refusal } from './pane.tsx'
import { RoleButton } from './role-button.tsx'

/** Cancels the run of some work; `room` is the part of the query cache that shows the work. */
export function CancelRun({ runId, room }: { runId: string; room: string }) {
  const { api } = useApp()
  const { t } = useText()
  const client = useQueryClient()
  const cancel = useMutation({
    mutationFn: () => api.send<unknown>('POST', `/scheduler/runs/${encodeURIComponent(runId)}/cancel`, {}),
    onSuccess: () => client.invalidateQueries({ queryKey: [room] }),
  })
  return (
    <>
      <RoleButton
        needs="operator"
        blocked={cancel.isPending ? t.state.sending : undefined}
        onClick={() => cancel.mutate()}
      >
        {t.backtest.cancel}
      </RoleButton>
      {cancel.error && <Refusal error={cancel.error} />}
    </>
  )
}
