import { useEffect, useRef } from 'react'
import { loginUrl } from '../api/session.ts'
import { useText } from './text.tsx'
import styles from './sign-in-sheet.module.css'

/** The session has ended: sign in beside this page, which keeps what was typed. */
export function SignInSheet() {
  const { t } = useText()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal()
  }, [])
  return (
    <dialog ref={dialog} className={styles.sheet} aria-labelledby="sign-in-again">
      <h2 id="sign-in-again">{t.session.ended}</h2>
      <p>{t.session.keep}</p>
      <p>
        <a className={styles.link} href={loginUrl('/')} target="_blank" rel="noreferrer">
          {t.session.signInAgain}
        </a>
      </p>
    </dialog>
  )
}
