import { createContext, use, useEffect, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { formatsOf } from '../formats.ts'
import type { Formats, Language } from '../formats.ts'
import type { Catalogue } from '../messages/catalogue.ts'
import { loadCatalogue } from '../messages/catalogue.ts'
import { store } from './preferences.ts'

interface Text {
  readonly language: Language
  readonly t: Catalogue
  readonly f: Formats
  readonly setLanguage: (language: Language) => void
}
const TextContext = createContext<Text | undefined>(undefined)

export function useText(): Text {
  const text = use(TextContext)
  if (!text) throw new Error('useText outside of TextProvider')
  return text
}

interface Loaded {
  readonly language: Language
  readonly catalogue: Catalogue
}
export function TextProvider({ initial, children }: { initial: Loaded; children: ReactNode }) {
  const [{ language, catalogue }, setLoaded] = useState(initial)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const text = useMemo(
    () => ({
      language,
      t: catalogue,
      f: formatsOf(language),
      setLanguage: (next: Language) => {
        store('language', next)
        void loadCatalogue(next).then((loaded) => setLoaded({ language: next, catalogue: loaded }))
      },
    }),
    [language, catalogue],
  )
  return <TextContext value={text}>{children}</TextContext>
}
