import { applies } from './draft.ts'
import type { Draft } from './draft.ts'
import type { FieldSpec } from './field-spec.ts'

export interface RefusedField {
  readonly pointer: string
  readonly message: string
}

/** Places of a form as pointers below it. */
export const pointersOf = (draft: Draft, specs: readonly FieldSpec[], at = ''): string[] =>
  specs
    .filter((spec) => applies(spec, draft))
    .flatMap((spec) => {
      const pointer = `${at}/${spec.field}`
      const value = draft[spec.field]
      if (spec.kind === 'rows') return [pointer, ...(value as readonly Draft[]).flatMap((row, k) => pointersOf(row, spec.columns, `${pointer}/${k}`))] // prettier-ignore
      if (spec.kind === 'group' && value !== undefined) return [pointer, ...pointersOf(value as Draft, spec.fields, pointer)] // prettier-ignore
      return [pointer]
    })

/**
 * What the service refused, each at the deepest place of the form that holds it.
 * @param base  where the form stands in the body, such as `/config`
 * @returns messages by place, and those that belong to no place
 */
export function placed(
  refused: readonly RefusedField[],
  base: string,
  places: readonly string[],
): { readonly at: ReadonlyMap<string, string>; readonly elsewhere: readonly RefusedField[] } {
  const at = new Map<string, string>()
  const elsewhere: RefusedField[] = []
  for (const field of refused) {
    const below = field.pointer.startsWith(`${base}/`) ? field.pointer.slice(base.length) : undefined
    const holding = places.filter((place) => below === place || below?.startsWith(`${place}/`))
    const deepest = holding.reduce((longest, place) => (place.length > longest.length ? place : longest), '')
    if (deepest === '') elsewhere.push(field)
    else at.set(deepest, field.message)
  }
  return { at, elsewhere }
}
