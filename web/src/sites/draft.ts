// What stands in a form, as text until it is saved; and what it says as a configuration.
import { parseDecimal } from '@omarino/energy'
import type { FieldSpec } from './field-spec.ts'

export interface Draft {
  readonly [field: string]: DraftValue
}
/** Text of a control, a switch, days of the week, rows, or a group; a group that is not used is undefined. */
export type DraftValue = string | boolean | readonly number[] | readonly Draft[] | Draft | undefined
export type Fault = 'missing' | 'notANumber'
/** By JSON pointer below the form. */
export type Faults = ReadonlyMap<string, Fault>
export type DecimalMark = '.' | ','

type Json = Readonly<Record<string, unknown>>
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6]

const numberText = (value: number, mark: DecimalMark): string => String(+value.toPrecision(12)).replace('.', mark)

/** The form of a configuration, or an empty one. */
export const draftOf = (config: Json | undefined, specs: readonly FieldSpec[], mark: DecimalMark): Draft =>
  Object.fromEntries(specs.map((spec) => [spec.field, draftValue(config?.[spec.field], spec, mark, config === undefined)])) // prettier-ignore

function draftValue(value: unknown, spec: FieldSpec, mark: DecimalMark, isNew: boolean): DraftValue {
  switch (spec.kind) {
    case 'flag':
      return typeof value === 'boolean' ? value : (spec.absent ?? false)
    case 'choice':
      return typeof value === 'string' || typeof value === 'number' ? `${value}` : spec.options[0]
    case 'weekdays':
      return Array.isArray(value) ? (value as number[]) : EVERY_DAY
    case 'rows':
      if (Array.isArray(value)) return (value as Json[]).map((row) => draftOf(row, spec.columns, mark))
      return isNew && !spec.optional ? [draftOf(undefined, spec.columns, mark)] : []
    case 'group':
      return value === undefined ? undefined : draftOf(value as Json, spec.fields, mark)
    case 'numbers':
      return Array.isArray(value) ? (value as number[]).map((one) => numberText(one, mark)).join('  ') : ''
    case 'percent':
      return typeof value === 'number' ? numberText(value * 100, mark) : ''
    default:
      return plainText(value, mark)
  }
}

function plainText(value: unknown, mark: DecimalMark): string {
  if (typeof value === 'number') return numberText(value, mark)
  if (typeof value === 'string') return value
  return typeof value === 'object' && value !== null && 'series' in value ? String(value.series) : ''
}

export type Reading = { readonly config: Json } | { readonly faults: Faults }

/** What a form says; what lacks or is no number is told by its place. The service judges the rest. */
export function configOf(draft: Draft, specs: readonly FieldSpec[]): Reading {
  const faults = new Map<string, Fault>()
  const config = readFields(draft, specs, '', faults)
  return faults.size > 0 ? { faults } : { config }
}

/** Whether a field takes part, by what another field of its form says. */
export const applies = ({ when }: FieldSpec, draft: Draft): boolean => when === undefined || draft[when[0]] === when[1]

function readFields(draft: Draft, specs: readonly FieldSpec[], at: string, faults: Map<string, Fault>): Json {
  const parts = specs
    .filter((spec) => applies(spec, draft))
    .map((spec) => [spec.field, readValue(draft[spec.field], spec, `${at}/${spec.field}`, faults)] as const)
  return Object.fromEntries(parts.filter(([, value]) => value !== undefined))
}

function readValue(value: DraftValue, spec: FieldSpec, at: string, faults: Map<string, Fault>): unknown {
  switch (spec.kind) {
    case 'flag':
      return value === spec.absent ? undefined : value === true
    case 'weekdays':
      return value
    case 'rows':
      return readRows(value as readonly Draft[], spec, at, faults)
    case 'group':
      return value === undefined ? undefined : readFields(value as Draft, spec.fields, at, faults)
    default:
      return readText(typeof value === 'string' ? value.trim() : '', spec, at, faults)
  }
}

function readRows(
  drafts: readonly Draft[],
  { columns, optional }: Extract<FieldSpec, { kind: 'rows' }>,
  at: string,
  faults: Map<string, Fault>,
): unknown {
  if (drafts.length === 0 && optional) return undefined
  return drafts.map((row, k) => readFields(row, columns, `${at}/${k}`, faults))
}

function readText(text: string, spec: FieldSpec, at: string, faults: Map<string, Fault>): unknown {
  const fault = (kind: Fault): undefined => void faults.set(at, kind)
  if (text === '') return spec.optional ? undefined : fault('missing')
  const number = decimal(text)
  switch (spec.kind) {
    case 'number':
      return number ?? fault('notANumber')
    case 'percent':
      return number === undefined ? fault('notANumber') : +(number / 100).toPrecision(12)
    case 'numberOrSeries':
      return number ?? { series: text }
    case 'choice':
      return spec.numeric ? number : text
    case 'numbers': {
      const numbers = text.split(/[\s;]+/).map(decimal)
      return numbers.includes(undefined) ? fault('notANumber') : numbers
    }
    default:
      return text
  }
}

/** Both decimal marks are read; a thousands mark is not. */
function decimal(text: string): number | undefined {
  const value = parseDecimal(text.trim().replace('−', '-').replace(',', '.'))
  return typeof value === 'number' ? value : undefined
}

/** Keys of the series that a configuration names. */
export function seriesIn(config: Json, specs: readonly FieldSpec[]): string[] {
  const keys = specs.flatMap((spec): string[] => {
    const value = config[spec.field]
    if (spec.kind === 'rows') return ((value ?? []) as Json[]).flatMap((row) => seriesIn(row, spec.columns))
    if (spec.kind === 'series') return typeof value === 'string' ? [value] : []
    if (spec.kind === 'numberOrSeries' && typeof value === 'object') return [plainText(value, '.')]
    return []
  })
  return [...new Set(keys)]
}
