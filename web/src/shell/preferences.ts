import type { Language } from '../formats.ts'

export type ThemeChoice = 'auto' | 'light' | 'dark'
export type Theme = 'light' | 'dark'
export const THEME_CHOICES: readonly ThemeChoice[] = ['auto', 'light', 'dark']
export const LANGUAGES: readonly Language[] = ['en', 'de']

// Private windows may refuse storage; a preference is then only forgotten.
function stored(name: string): string | null {
  try {
    return localStorage.getItem(`ems-${name}`)
  } catch {
    return null
  }
}
export function store(name: 'theme' | 'language', value: string): void {
  try {
    localStorage.setItem(`ems-${name}`, value)
  } catch {
    return
  }
}

export const storedTheme = (): ThemeChoice => THEME_CHOICES.find((choice) => choice === stored('theme')) ?? 'auto'

/** The language chosen before, else the first of the browser's that exists here. */
export function storedLanguage(): Language {
  const wanted = [stored('language') ?? '', ...navigator.languages]
  for (const tag of wanted) {
    const found = LANGUAGES.find((language) => tag.toLowerCase().startsWith(language))
    if (found) return found
  }
  return 'en'
}

const darkQuery = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)')
export const themeOf = (choice: ThemeChoice): Theme =>
  choice === 'auto' ? (darkQuery().matches ? 'dark' : 'light') : choice

/** Calls back whenever the system changes between light and dark. */
export function onSystemTheme(listener: () => void): () => void {
  const query = darkQuery()
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}
