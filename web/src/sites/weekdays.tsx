import { useId } from 'react'
import { useText } from '../shell/text.tsx'
import type { FieldOf } from './field-spec.ts'
import { useForm } from './form-context.ts'
import { Notes, useLabel } from './labelled.tsx'
import styles from './sites.module.css'

interface Props {
  readonly spec: FieldOf<'weekdays'>
  /** 0 Monday to 6 Sunday. */
  readonly days: readonly number[]
  readonly at: string
  readonly onChange: (days: readonly number[]) => void
}

/** Days of the week, each by itself. */
export function Weekdays({ spec, days, at, onChange }: Props) {
  const id = useId()
  const { t } = useText()
  const { disabled } = useForm()
  const label = useLabel(spec)
  const toggle = (day: number): void =>
    onChange(days.includes(day) ? days.filter((other) => other !== day) : [...days, day].sort((a, b) => a - b))
  return (
    <div className={styles.field} role="group" aria-label={label}>
      <span className={styles.legend}>{label}</span>
      <span className={styles.days}>
        {t.sites.weekdays.split(' ').map((name, day) => (
          <label key={name}>
            <input type="checkbox" disabled={disabled} checked={days.includes(day)} onChange={() => toggle(day)} />
            {name}
          </label>
        ))}
      </span>
      <Notes spec={spec} id={id} at={at} />
    </div>
  )
}
