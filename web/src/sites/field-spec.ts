import type { Catalogue } from '../messages/catalogue.ts'
import type { Need } from './needs.ts'

/** A field of a configuration; its label stands in the catalogue under its name. */
export type FieldName = keyof Catalogue['sites']['fields']
interface Base {
  readonly field: FieldName
  /** May be left empty. */
  readonly optional?: true
  /** Stands under "More". */
  readonly more?: true
  /** Only where another field of the same form says so; elsewhere it is left out of the configuration. */
  readonly when?: readonly [field: FieldName, is: string | boolean]
}
/** Units name money as `¤`, which stands for the currency of the site. */
export type FieldSpec = Base &
  (
    | { readonly kind: 'number'; readonly unit: string }
    /** Stored as a share, 0..1, shown as percent. */
    | { readonly kind: 'percent' }
    | { readonly kind: 'text' }
    | { readonly kind: 'series'; readonly needs: Need }
    | { readonly kind: 'numberOrSeries'; readonly unit: string; readonly needs: Need }
    /** `absent`: what it means to be left out; without it, it must be told. */
    | { readonly kind: 'flag'; readonly absent?: boolean }
    | { readonly kind: 'choice'; readonly options: readonly string[]; readonly numeric?: true }
    | { readonly kind: 'clock' }
    | { readonly kind: 'weekdays' }
    /** Several numbers, in their order. */
    | { readonly kind: 'numbers'; readonly unit: string }
    | { readonly kind: 'rows'; readonly columns: readonly FieldSpec[] }
    | { readonly kind: 'group'; readonly fields: readonly FieldSpec[] }
  )
export type FieldOf<K extends FieldSpec['kind']> = Extract<FieldSpec, { kind: K }>
