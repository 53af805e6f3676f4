import type { Asset, Site } from '@omarino/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Refusal } from '../parts/pane.tsx'
import { RoleButton } from '../parts/role-button.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'

/** Takes an asset away, asked twice. */
export function RemoveAsset({ site, asset }: { site: Site; asset: Asset }) {
  const { api } = useApp()
  const { t } = useText()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [isAsked, setAsked] = useState(false)
  const place = `/optimize/sites/${encodeURIComponent(site.key)}/assets/${encodeURIComponent(asset.key)}`
  const remove = useMutation({
    mutationFn: () => api.send<Asset>('DELETE', place, {}),
    onSuccess: async () => {
      await navigate({ to: '/sites/$key', params: { key: site.key }, search: {} as never })
      await client.invalidateQueries({ queryKey: ['sites'] })
    },
  })
  if (!isAsked)
    return (
      <RoleButton needs="admin" onClick={() => setAsked(true)}>
        {t.sites.remove}
      </RoleButton>
    )
  return (
    <>
      <span className="hint">{t.sites.removeNote}</span>
      <RoleButton
        needs="admin"
        blocked={remove.isPending ? t.state.sending : undefined}
        onClick={() => remove.mutate()}
      >
        {t.sites.removeSure}
      </RoleButton>
      <button onClick={() => setAsked(false)}>{t.sites.keep}</button>
      {remove.error && <Refusal error={remove.error} />}
    </>
  )
}
