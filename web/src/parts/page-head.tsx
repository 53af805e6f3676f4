import { useEffect } from 'react'
import type { ReactNode } from 'react'
import styles from './page-head.module.css'

/** Title of a page, what it is about, and what can be done on it. */
export function PageHead({ title, about, children }: { title: string; about?: ReactNode; children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · OMARINO EMS`
  }, [title])
  return (
    <header className={styles.head}>
      <h1>{title}</h1>
      {about && <div className={styles.about}>{about}</div>}
      <div className={styles.actions}>{children}</div>
    </header>
  )
}
