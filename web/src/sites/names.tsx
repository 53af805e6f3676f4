import type { ReactNode } from 'react'
import { Field } from '../parts/field.tsx'
import styles from './sites.module.css'

interface Props {
  readonly label: string
  readonly value: string
  readonly disabled: boolean
  readonly isKey?: boolean
  readonly hint?: ReactNode
  /** What the service says is wrong with it. */
  readonly fault: string | undefined
  readonly onChange: (value: string) => void
}

/** Name or key of a thing, above the fields of its form. */
export function NameField({ label, value, disabled, isKey, hint, fault, onChange }: Props) {
  return (
    <Field label={label} hint={fault === undefined ? hint : <span className={styles.fault}>! {fault}</span>}>
      <input
        className={isKey ? 'mono' : undefined}
        aria-invalid={fault !== undefined}
        disabled={disabled}
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  )
}
