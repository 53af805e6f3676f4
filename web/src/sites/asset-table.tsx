import type { Asset, Site } from '@omarino/contracts'
import { Link } from '@tanstack/react-router'
import { useRole } from '../parts/role-button.tsx'
import { useText } from '../shell/text.tsx'
import { seriesIn } from './draft.ts'
import { factsOf } from './facts.ts'
import { FORMS } from './forms.ts'
import styles from './sites.module.css'

/** What stands behind a grid connection: what it is, how large, and by which series it is known. */
export function AssetTable({ site, chosen }: { site: Site; chosen: string | undefined }) {
  const { t } = useText()
  const allowed = useRole('admin')
  return (
    <div className={styles.scroll}>
      <table>
        <thead>
          <tr>
            <th>{t.sites.asset}</th>
            <th>{t.sites.type}</th>
            <th>{t.sites.ratings}</th>
            <th>{t.sites.series}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {site.assets.map((asset) => (
            <tr key={asset.key} className={asset.key === chosen ? styles.chosen : undefined}>
              <th scope="row">
                {asset.name} <span className="hint">{asset.key}</span>
              </th>
              <td>{t.sites.types[asset.config.type]}</td>
              <td>
                <Facts asset={asset} />
              </td>
              <td className={`hint ${styles.keys}`}>{seriesIn(asset.config, FORMS[asset.config.type]).join(', ')}</td>
              <td className="number">
                <Link to="/sites/$key" params={{ key: site.key }} search={{ asset: asset.key } as never}>
                  {allowed ? t.sites.edit : t.sites.show}
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Facts({ asset }: { asset: Asset }) {
  const { t, f } = useText()
  return factsOf(asset.config).map(([field, value, unit], k) => (
    <span key={field} title={t.sites.fields[field]}>
      {k > 0 && ' · '}
      <span className="nowrap">
        {f.reading(value)} {unit}
      </span>
    </span>
  ))
}
