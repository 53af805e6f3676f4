import { Link } from '@tanstack/react-router'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { Refusal } from '../parts/pane.tsx'
import { useText } from './text.tsx'

export function Unknown() {
  const { t } = useText()
  return (
    <div className="stack">
      <h1>{t.state.noPage}</h1>
      <p>
        <Link to="/">{t.nav.overview}</Link>
      </p>
    </div>
  )
}

/** A page that threw: what it said, and the way to try again. */
export function Broken({ error, reset }: ErrorComponentProps) {
  return <Refusal error={error instanceof Error ? error : new Error(String(error))} retry={reset} />
}
