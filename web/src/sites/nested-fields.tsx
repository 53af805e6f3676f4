import { useId } from 'react'
import type { ComponentType } from 'react'
import { useText } from '../shell/text.tsx'
import { draftOf } from './draft.ts'
import type { Draft } from './draft.ts'
import type { FieldOf, FieldSpec } from './field-spec.ts'
import { useForm } from './form-context.ts'
import { Notes, useLabel } from './labelled.tsx'
import styles from './sites.module.css'

interface FieldsProps {
  readonly specs: readonly FieldSpec[]
  readonly draft: Draft
  readonly at: string
  readonly onChange: (draft: Draft) => void
}
interface RowsProps {
  readonly spec: FieldOf<'rows'>
  readonly rows: readonly Draft[]
  readonly at: string
  readonly onChange: (rows: readonly Draft[]) => void
  readonly Fields: ComponentType<FieldsProps>
}

/** Rows of the same fields, such as the stays of a car. */
export function RowsField({ spec, rows, at, onChange, Fields }: RowsProps) {
  const id = useId()
  const { t } = useText()
  const { disabled } = useForm()
  const label = useLabel(spec)
  const empty = draftOf(undefined, spec.columns, '.')
  return (
    <fieldset className={styles.wide}>
      <legend className={styles.legend}>{label}</legend>
      <Notes spec={spec} id={id} at={at} />
      {rows.map((row, k) => (
        // A row has no name but its place.
        <div key={k} className={styles.row} role="group" aria-label={t.sites.rowOf(label, `${k + 1}`)}>
          <Fields specs={spec.columns} draft={row} at={`${at}/${k}`} onChange={(next) => onChange(rows.with(k, next))} />
          {!disabled && (
            <div className={styles.field}>
              <span className={styles.legend}>&nbsp;</span>
              <button type="button" onClick={() => onChange(rows.toSpliced(k, 1))}>
                {t.sites.removeRow}
              </button>
            </div>
          )}
        </div>
      ))}
      {!disabled && (
        <button type="button" onClick={() => onChange([...rows, rows.at(-1) ?? empty])}>
          {t.sites.addRow}
        </button>
      )}
    </fieldset>
  )
} // prettier-ignore

interface GroupProps {
  readonly spec: FieldOf<'group'>
  readonly draft: Draft | undefined
  readonly at: string
  readonly onChange: (draft: Draft | undefined) => void
  readonly Fields: ComponentType<FieldsProps>
}

/** Fields that stand together or not at all. */
export function GroupField({ spec, draft, at, onChange, Fields }: GroupProps) {
  const id = useId()
  const { t } = useText()
  const { disabled } = useForm()
  const label = useLabel(spec)
  const empty = draftOf(undefined, spec.fields, '.')
  return (
    <fieldset className={styles.wide}>
      <legend className="visually-hidden">{label}</legend>
      <label className={styles.flag}>
        <input type="checkbox" disabled={disabled} checked={draft !== undefined} onChange={({ target }) => onChange(target.checked ? empty : undefined)} />
        {t.sites.use(label)}
      </label>
      <Notes spec={spec} id={id} at={at} />
      {draft && (
        <div className={styles.row}>
          <Fields specs={spec.fields} draft={draft} at={at} onChange={onChange} />
        </div>
      )}
    </fieldset>
  )
} // prettier-ignore
