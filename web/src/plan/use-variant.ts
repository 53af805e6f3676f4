import type { JobAccepted, PlanVariant } from '@omarino/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useApp } from '../shell/app-context.tsx'

/** Asks for a variant of a plan and lays it beside the plan as soon as it is accepted. */
export function useVariant(planId: string) {
  const { api } = useApp()
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: (body: PlanVariant) =>
      api.send<JobAccepted>('POST', `/optimize/runs/${encodeURIComponent(planId)}/variants`, body),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['plans', 'list'] })
      await navigate({ to: '/optimize/$run', params: { run: planId }, search: { with: id } })
    },
  })
}
