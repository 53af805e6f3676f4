import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { PageHead } from '../parts/page-head.tsx'
import { Pane } from '../parts/pane.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { NewSite } from '../sites/new-site.tsx'
import styles from '../sites/sites.module.css'

/** All sites. */
export function Sites() {
  const { resources } = useApp()
  const { t, f } = useText()
  const source = useQuery(resources.sites())
  return (
    <>
      <PageHead title={t.nav.sites} />
      <div className={styles.column}>
        <Pane
          title={t.sites.all}
          source={source}
          height={200}
          empty={({ items }) => (items.length > 0 ? undefined : { because: t.sites.none })}
          stale="never"
        >
          {({ items }) => (
            <table>
              <thead>
                <tr>
                  <th>{t.shell.site}</th>
                  <th>{t.sites.zone}</th>
                  <th>{t.sites.currency}</th>
                  <th className="number">{t.sites.assets}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((site) => (
                  <tr key={site.key}>
                    <th scope="row">
                      <Link to="/sites/$key" params={{ key: site.key }}>
                        {site.name}
                      </Link>{' '}
                      <span className="hint">{site.key}</span>
                    </th>
                    <td>{site.zone}</td>
                    <td>{site.currency}</td>
                    <td className="number">{f.number(site.assets.length)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </Pane>
        <NewSite />
      </div>
    </>
  )
}
