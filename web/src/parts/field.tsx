import type { ReactNode } from 'react'

/** A control with its name above and, if need be, a hint below. */
export function Field({ label, hint, children }: { label: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <label className="field">
      <span>{label}</span>
      {children}
      {hint !== undefined && <span className="hint">{hint}</span>}
    </label>
  )
}
