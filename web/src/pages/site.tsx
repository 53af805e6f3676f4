import type { AssetType, Site } from '@omarino/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { PageHead } from '../parts/page-head.tsx'
import { Pane, Panel } from '../parts/pane.tsx'
import { useRole } from '../parts/role-button.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { AssetEditor } from '../sites/asset-editor.tsx'
import { AssetTable } from '../sites/asset-table.tsx'
import { ASSET_TYPES } from '../sites/forms.ts'
import styles from '../sites/sites.module.css'
import { TariffEditor } from '../sites/tariff-editor.tsx'

/** A site: what stands behind its grid connection, what a kWh costs, and the form of one asset. */
export function SitePage() {
  const { key } = useParams({ from: '/sites/$key' })
  const { asset, add } = useSearch({ from: '/sites/$key' })
  const { resources } = useApp()
  const { t } = useText()
  const source = useQuery(resources.site(key))
  const site = source.data
  return (
    <>
      <PageHead title={site?.name ?? key} about={site && `${site.zone} · ${site.currency}`}>
        <Link to="/optimize" search={{ site: key } as never}>
          {t.sites.openPlans}
        </Link>
      </PageHead>
      <div className={styles.columns}>
        <div className={styles.column}>
          <Pane
            title={t.sites.assets}
            source={source}
            height={300}
            empty={({ assets }) => (assets.length > 0 ? undefined : { because: t.sites.noAssets })}
            stale="never"
            aside={<AddAsset site={key} />}
          >
            {(data) => <AssetTable site={data} chosen={asset} />}
          </Pane>
          {site && <TariffEditor key={site.key} site={site} />}
        </div>
        {site && <Chosen site={site} asset={asset} add={add} />}
      </div>
    </>
  )
}

function Chosen({ site, asset: key, add }: { site: Site; asset: string | undefined; add: string | undefined }) {
  const { t } = useText()
  const asset = site.assets.find((one) => one.key === key)
  if (asset)
    return <AssetEditor key={asset.key} site={site} type={asset.config.type} asset={asset} /> // prettier-ignore
  const type = ASSET_TYPES.find((name) => name === add)
  if (type) return <AssetEditor key={type} site={site} type={type} asset={undefined} />
  return (
    <Panel title={t.sites.asset}>
      <p className="quiet">{t.sites.chooseAsset}</p>
    </Panel>
  )
}

/** Begins a new asset; the form says the rest. */
function AddAsset({ site }: { site: string }) {
  const { t } = useText()
  const navigate = useNavigate()
  const allowed = useRole('admin')
  const begin = (type: string): void =>
    void navigate({ to: '/sites/$key', params: { key: site }, search: { add: type as AssetType } as never })
  return (
    <label className="row tight">
      {t.sites.added}
      <select disabled={!allowed} aria-label={t.sites.chooseType} value="" onChange={({ target }) => begin(target.value)}>
        <option value="">{allowed ? t.sites.chooseType : t.state.needsRole(t.roles.admin)}</option>
        {ASSET_TYPES.map((type) => (
          <option key={type} value={type}>
            {t.sites.types[type]}
          </option>
        ))}
      </select>
    </label>
  )
} // prettier-ignore
