import type { ReactNode } from 'react'
import { useText } from '../shell/text.tsx'
import type { FieldSpec } from './field-spec.ts'
import { useForm } from './form-context.ts'
import styles from './sites.module.css'

/** Name of a field with its unit; money in the currency of the site. */
export function useLabel(spec: FieldSpec): string {
  const { t } = useText()
  const { currency } = useForm()
  const unit = spec.kind === 'percent' ? '%' : 'unit' in spec ? spec.unit.replace('¤', currency) : ''
  const name = t.sites.fields[spec.field]
  return unit === '' ? name : `${name}, ${unit}`
}

interface Props {
  readonly spec: FieldSpec
  readonly id: string
  readonly at: string
  readonly children: ReactNode
}

/** A control under its name, with what helps and what is wrong below. */
export function Labelled({ spec, id, at, children }: Props) {
  const label = useLabel(spec)
  return (
    <div className={styles.field}>
      <span className={styles.name}>
        <label htmlFor={id}>{label}</label>
        <Optional spec={spec} />
      </span>
      {children}
      <Notes spec={spec} id={id} at={at} />
    </div>
  )
}

/** What may be left empty says so, but under "More", where all may. */
function Optional({ spec }: { spec: FieldSpec }) {
  const { t } = useText()
  return spec.optional && !spec.more ? <span className="hint"> {t.sites.optional}</span> : null
}

export const notesId = (id: string): string => `${id}-notes`

export function Notes({ spec, id, at }: Omit<Props, 'children'>) {
  const { t } = useText()
  const fault = useForm().faultAt(at)
  const hints: Readonly<Partial<Record<string, string>>> = t.sites.hints
  const hint = hints[spec.field]
  if (fault === undefined && hint === undefined) return null
  return (
    <span id={notesId(id)}>
      {fault !== undefined && <span className={styles.fault}>! {fault}</span>}
      {hint !== undefined && <span className="hint">{hint}</span>}
    </span>
  )
}
