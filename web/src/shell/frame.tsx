import { Link, Outlet, useNavigate } from '@tanstack/react-router'
import { useSyncExternalStore } from 'react'
import { useApp } from './app-context.tsx'
import { StatusStrip } from './status-strip.tsx'
import { LanguageSwitch, ThemeSwitch } from './switches.tsx'
import { useText } from './text.tsx'
import { useSite } from './use-site.ts'
import styles from './frame.module.css'

/** Rail, context bar, page and status strip. */
export function Frame() {
  const { t } = useText()
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#page">
        {t.shell.skip}
      </a>
      <ContextBar />
      <Rail />
      <main id="page" className={styles.page} tabIndex={-1}>
        <OfflineBar />
        <Outlet />
      </main>
      <StatusStrip />
    </div>
  )
}

function ContextBar() {
  const { t } = useText()
  const { session, signOut } = useApp()
  const { zone } = useSite()
  return (
    <header className={styles.bar}>
      <Link to="/" className={styles.brand}>
        OMARINO
      </Link>
      <SiteSelect />
      <span className="quiet">{zone}</span>
      <div className={styles.account}>
        <LanguageSwitch />
        <ThemeSwitch />
        <span className={styles.who}>
          {session.name ?? session.subject}{' '}
          <span className="hint">{session.roles.map((role) => roleName(t.roles, role)).join(', ')}</span>
        </span>
        <button onClick={signOut}>{t.shell.signOut}</button>
      </div>
    </header>
  )
}

const roleName = (names: Readonly<Record<string, string>>, role: string): string => names[role] ?? role

function SiteSelect() {
  const { t } = useText()
  const { sites, site } = useSite()
  const navigate = useNavigate()
  const choose = (key: string): void =>
    void navigate({ to: '.', search: (before) => ({ ...before, site: key === '' ? undefined : key }) as never })
  return (
    <select aria-label={t.shell.site} value={site?.key ?? ''} onChange={(event) => choose(event.target.value)}>
      <option value="">{t.shell.allSites}</option>
      {sites?.map(({ key, name }) => (
        <option key={key} value={key}>
          {name}
        </option>
      ))}
    </select>
  )
}

const RAIL = [
  ['/', 'overview'],
  ['/series', 'series'],
  ['/series/import', 'imports'],
  ['/forecasts', 'forecasts'],
  ['/optimize', 'plans'],
  ['/workflows', 'workflows'],
  ['/sites', 'sites'],
  ['/reports', 'reports'],
] as const

function Rail() {
  const { t } = useText()
  return (
    <nav className={styles.rail} aria-label={t.shell.rail}>
      {RAIL.map(([to, name]) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: to === '/' || to === '/series', includeSearch: false }}
          activeProps={{ className: styles.active ?? '' }}
        >
          {t.nav[name]}
        </Link>
      ))}
    </nav>
  )
}

const onNetwork = (listener: () => void): (() => void) => {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}

function OfflineBar() {
  const { t } = useText()
  const online = useSyncExternalStore(onNetwork, () => navigator.onLine)
  if (online) return null
  return (
    <p className={styles.offline} role="alert">
      {t.state.offline}
    </p>
  )
}
