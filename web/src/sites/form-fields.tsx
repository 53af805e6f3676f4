import { useId } from 'react'
import { applies } from './draft.ts'
import type { Draft, DraftValue } from './draft.ts'
import type { FieldOf, FieldSpec } from './field-spec.ts'
import { useForm } from './form-context.ts'
import { Labelled, notesId } from './labelled.tsx'
import { GroupField, RowsField } from './nested-fields.tsx'
import { SeriesField } from './series-field.tsx'
import { Weekdays } from './weekdays.tsx'
import { useText } from '../shell/text.tsx'
import styles from './sites.module.css'

interface FieldsProps {
  readonly specs: readonly FieldSpec[]
  readonly draft: Draft
  readonly at: string
  readonly onChange: (draft: Draft) => void
}

/** The fields of a form, or of a row or group in it; those that are seldom told stand under "More". */
export function FormFields({ specs, draft, at, onChange }: FieldsProps) {
  const { t } = useText()
  const { faultAt } = useForm()
  const shown = specs.filter((spec) => applies(spec, draft))
  const field = (spec: FieldSpec) => (
    <FormField key={spec.field} spec={spec} value={draft[spec.field]} at={`${at}/${spec.field}`} onChange={(value) => onChange({ ...draft, [spec.field]: value })} />
  ) // prettier-ignore
  const more = shown.filter((spec) => spec.more)
  const isTold = more.some((spec) => isSet(spec, draft[spec.field]) || faultAt(`${at}/${spec.field}`) !== undefined)
  return (
    <>
      {shown.filter((spec) => !spec.more).map(field)}
      {more.length > 0 && (
        <details className={`${styles.wide} ${styles.more}`} open={isTold || undefined}>
          <summary>{t.sites.more}</summary>
          <div className={styles.fields}>{more.map(field)}</div>
        </details>
      )}
    </>
  )
}

const isSet = (spec: FieldSpec, value: DraftValue): boolean => {
  if (spec.kind === 'flag') return value !== spec.absent
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== '' && spec.field !== 'heatNode'
}

interface FieldProps<S extends FieldSpec = FieldSpec> {
  readonly spec: S
  readonly value: DraftValue
  readonly at: string
  readonly onChange: (value: DraftValue) => void
}

function FormField({ spec, value, at, onChange }: FieldProps) {
  switch (spec.kind) {
    case 'rows':
      return <RowsField spec={spec} rows={value as readonly Draft[]} at={at} onChange={onChange} Fields={FormFields} />
    case 'group':
      return <GroupField spec={spec} draft={value as Draft | undefined} at={at} onChange={onChange} Fields={FormFields} />
    case 'series':
    case 'numberOrSeries':
      return <SeriesField spec={spec} value={textOf(value)} at={at} onChange={onChange} />
    case 'weekdays':
      return <Weekdays spec={spec} days={value as readonly number[]} at={at} onChange={onChange} />
    case 'flag':
      return <Flag spec={spec} value={value} at={at} onChange={onChange} />
    case 'choice':
      return <Choice spec={spec} value={value} at={at} onChange={onChange} />
    default:
      return <TextField spec={spec} value={value} at={at} onChange={onChange} />
  }
} // prettier-ignore

const textOf = (value: DraftValue): string => (typeof value === 'string' ? value : '')

function TextField({ spec, value, at, onChange }: FieldProps) {
  const id = useId()
  const { disabled, faultAt } = useForm()
  const isWrong = faultAt(at) !== undefined
  return (
    <Labelled spec={spec} id={id} at={at}>
      <input
        id={id}
        aria-invalid={isWrong}
        aria-describedby={notesId(id)}
        disabled={disabled}
        inputMode={spec.kind === 'number' || spec.kind === 'percent' ? 'decimal' : undefined}
        placeholder={spec.kind === 'clock' ? '00:00' : undefined}
        spellCheck={false}
        value={textOf(value)}
        onChange={(event) => onChange(event.target.value)}
      />
    </Labelled>
  )
}

function Flag({ spec, value, at, onChange }: FieldProps<FieldOf<'flag'>>) {
  const id = useId()
  const { disabled } = useForm()
  const { t } = useText()
  return (
    <Labelled spec={spec} id={id} at={at}>
      <span className={styles.flag}>
        <input id={id} type="checkbox" disabled={disabled} checked={value === true} onChange={(event) => onChange(event.target.checked)} />
        <span className="quiet" aria-hidden="true">{t.sites.yes}</span>
      </span>
    </Labelled>
  )
} // prettier-ignore

function Choice({ spec, value, at, onChange }: FieldProps<FieldOf<'choice'>>) {
  const id = useId()
  const { disabled } = useForm()
  const { t } = useText()
  const names: Readonly<Record<string, string>> = t.sites.options
  return (
    <Labelled spec={spec} id={id} at={at}>
      <select id={id} disabled={disabled} value={textOf(value)} onChange={(event) => onChange(event.target.value)}>
        {spec.options.map((option) => (
          <option key={option} value={option}>
            {names[option] ?? option}
          </option>
        ))}
      </select>
    </Labelled>
  )
}
