import type { Language } from '../formats.ts'
import type { en } from './en.ts'

/** The same texts in another language: the same keys, the same parameters. */
export type Translated<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => string
    ? (...args: A) => string
    : T[K] extends string
      ? string
      : Translated<T[K]>
}
/** Every text of the screens; a language that lacks one does not compile. */
export type Catalogue = Translated<typeof en>

export async function loadCatalogue(language: Language): Promise<Catalogue> {
  if (language === 'de') return (await import('./de.ts')).de
  return (await import('./en.ts')).en
}
