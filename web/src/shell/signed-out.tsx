import { loginUrl } from '../api/session.ts'
import { LanguageSwitch, ThemeSwitch } from './switches.tsx'
import { useText } from './text.tsx'
import styles from './signed-out.module.css'

/** What this is, and one way in. */
export function SignedOut({ reachable }: { reachable: boolean }) {
  const { t } = useText()
  const here = location.pathname + location.search
  return (
    <main className={styles.page}>
      <section className={styles.sheet}>
        <p className={styles.brand}>OMARINO EMS</p>
        <h1>{t.signedOut.title}</h1>
        <p className="quiet">{t.signedOut.about}</p>
        {!reachable && (
          <p className="crit" role="alert">
            {t.signedOut.unreachable}
          </p>
        )}
        <p>
          <button className="primary" onClick={() => location.assign(loginUrl(here))}>
            {t.signedOut.signIn}
          </button>
        </p>
        <div className={styles.switches}>
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </section>
    </main>
  )
}
