import { useId, useState } from 'react'
import { SeriesPicker } from '../explorer/series-picker.tsx'
import { useText } from '../shell/text.tsx'
import type { FieldOf } from './field-spec.ts'
import { useForm } from './form-context.ts'
import { Labelled, notesId } from './labelled.tsx'
import { fitsNeed } from './needs.ts'
import styles from './sites.module.css'

interface Props {
  readonly spec: FieldOf<'series'> | FieldOf<'numberOrSeries'>
  readonly value: string
  readonly at: string
  readonly onChange: (value: string) => void
}

/** The key of a series, typed or chosen among those whose unit fits; where a number will do, a number. */
export function SeriesField({ spec, value, at, onChange }: Props) {
  const id = useId()
  const { t } = useText()
  const { currency, disabled, faultAt } = useForm()
  const [isOpen, setOpen] = useState(false)
  const isWrong = faultAt(at) !== undefined
  const choose = (keys: readonly string[]): void => {
    onChange(keys.find((key) => key !== value) ?? '')
    setOpen(false)
  }
  return (
    <>
      <Labelled spec={spec} id={id} at={at}>
        <span className={styles.picked}>
          <input
            id={id}
            aria-invalid={isWrong}
            aria-describedby={notesId(id)}
            disabled={disabled}
            placeholder={spec.kind === 'numberOrSeries' ? t.sites.either : undefined}
            title={value}
            spellCheck={false}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          {!disabled && (
            <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {isOpen ? t.sites.picked : t.sites.pick}
            </button>
          )}
        </span>
      </Labelled>
      {isOpen && (
        <div className={`${styles.wide} ${styles.picker}`}>
          <SeriesPicker
            chosen={value === '' ? [] : [value]}
            onChoose={choose}
            fits={({ unit }) => fitsNeed(spec.needs, unit, currency)}
          />
        </div>
      )}
    </>
  )
}
