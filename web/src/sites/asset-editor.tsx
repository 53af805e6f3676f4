import type { Asset, AssetType, Site } from '@omarino/contracts'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Panel, Refusal } from '../parts/pane.tsx'
import { RoleButton, useRole } from '../parts/role-button.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { keyOf } from '../workflow/template.ts'
import { draftOf } from './draft.ts'
import { FormContext } from './form-context.ts'
import { FormFields } from './form-fields.tsx'
import { FORMS } from './forms.ts'
import { NameField } from './names.tsx'
import { RemoveAsset } from './remove-asset.tsx'
import styles from './sites.module.css'
import { useSaving } from './use-saving.ts'

interface Props {
  readonly site: Site
  readonly type: AssetType
  /** The one that is changed; undefined for a new one. */
  readonly asset: Asset | undefined
}

/** The form of an asset by its type; only admins may change it. */
export function AssetEditor({ site, type, asset }: Props) {
  const { api } = useApp()
  const { t, language } = useText()
  const navigate = useNavigate()
  const allowed = useRole('admin')
  const specs = FORMS[type]
  const mark = language === 'de' ? ',' : '.'
  const first = draftOf(asset?.config, specs, mark)
  const [draft, setDraft] = useState(first)
  const [names, setNames] = useState({ key: asset?.key ?? '', name: asset?.name ?? '' })
  const isSame = asset !== undefined && names.name === asset.name && JSON.stringify(draft) === JSON.stringify(first)
  const assets = `/optimize/sites/${encodeURIComponent(site.key)}/assets`
  const saving = useSaving(
    { draft, specs, base: '/config', beside: ['/name', '/key'] },
    (config) => {
      const body = { name: names.name.trim(), config: { type, ...config } }
      return asset
        ? api.send<Asset>('PUT', `${assets}/${encodeURIComponent(asset.key)}`, body)
        : api.send<Asset>('POST', assets, { key: names.key, ...body })
    },
    ({ key, config }) => {
      setDraft(draftOf(config, specs, mark))
      if (!asset) return navigate({ to: '/sites/$key', params: { key: site.key }, search: { asset: key } as never })
    },
  )
  const rename = (name: string): void => setNames(({ key }) => ({ name, key: asset || key !== keyOf(names.name) ? key : keyOf(name) })) // prettier-ignore
  const blocked = saving.isPending ? t.state.sending : isSame ? t.sites.unchanged : undefined
  return (
    <Panel
      title={`${t.sites.types[type]}: ${asset?.name ?? t.sites.added}`}
      aside={<button onClick={() => void navigate({ to: '/sites/$key', params: { key: site.key }, search: {} as never })}>{t.sites.close}</button>}
    >
      <FormContext value={{ currency: site.currency, disabled: !allowed, faultAt: saving.faultAt }}>
        <div className={styles.fields}>
          <NameField label={t.sites.name} value={names.name} disabled={!allowed} fault={saving.besideAt('/name')} onChange={rename} />
          <NameField
            isKey
            label={t.sites.key}
            value={names.key}
            disabled={!allowed || asset !== undefined}
            hint={asset ? undefined : t.sites.keyHint}
            fault={saving.besideAt('/key')}
            onChange={(key) => setNames({ ...names, key })}
          />
          <FormFields specs={specs} draft={draft} at="" onChange={setDraft} />
        </div>
        {saving.general && <Refusal error={saving.general} />}
        <div className={styles.actions}>
          <RoleButton needs="admin" primary blocked={blocked} onClick={saving.submit}>
            {t.sites.save}
          </RoleButton>
          {saving.isFaulty && <span className={styles.fault} role="alert">! {t.sites.faulty}</span>}
          {saving.isSaved && isSame && <span role="status">{t.sites.saved}</span>}
          {asset && <RemoveAsset site={site} asset={asset} />}
        </div>
      </FormContext>
    </Panel>
  )
} // prettier-ignore
