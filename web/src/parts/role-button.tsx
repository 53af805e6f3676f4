import type { Role } from '@omarino/contracts'
import { useId } from 'react'
import type { ReactNode } from 'react'
import { hasRole } from '../access.ts'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'

interface Props {
  readonly needs: Role
  readonly onClick: () => void
  readonly primary?: boolean
  /** Why the button does nothing now, other than for want of a role. */
  readonly blocked?: string | undefined
  readonly children: ReactNode
}

export function useRole(needed: Role): boolean {
  return hasRole(useApp().session.roles, needed)
}

/** A button that says which role it needs instead of vanishing. */
export function RoleButton({ needs, onClick, primary, blocked, children }: Props) {
  const { t } = useText()
  const id = useId()
  const allowed = useRole(needs)
  const reason = allowed ? blocked : t.state.needsRole(t.roles[needs])
  return (
    <span className="row tight">
      <button
        className={primary ? 'primary' : undefined}
        aria-disabled={reason !== undefined}
        aria-describedby={reason === undefined ? undefined : id}
        onClick={reason === undefined ? onClick : undefined}
        type="button"
      >
        {children}
      </button>
      {reason !== undefined && (
        <span className="hint" id={id}>
          {reason}
        </span>
      )}
    </span>
  )
}
