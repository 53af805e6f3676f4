import { createContext, use, useCallback, useMemo, useSyncExternalStore, useState } from 'react'
import type { ReactNode } from 'react'
import { onSystemTheme, store, storedTheme, themeOf } from './preferences.ts'
import type { Theme, ThemeChoice } from './preferences.ts'

interface Theming {
  readonly choice: ThemeChoice
  readonly theme: Theme
  readonly choose: (choice: ThemeChoice) => void
}
const ThemeContext = createContext<Theming | undefined>(undefined)

export function useTheme(): Theming {
  const theming = use(ThemeContext)
  if (!theming) throw new Error('useTheme outside of ThemeProvider')
  return theming
}

export const showTheme = (theme: Theme): void => {
  document.documentElement.dataset['theme'] = theme
}

export function ThemeProvider({ children }: { children: ReactNode }) {
  const [choice, setChoice] = useState(storedTheme)
  const system = useSyncExternalStore(onSystemTheme, () => themeOf('auto'))
  const theme = choice === 'auto' ? system : choice
  if (document.documentElement.dataset['theme'] !== theme) showTheme(theme)
  const choose = useCallback((next: ThemeChoice) => {
    store('theme', next)
    showTheme(themeOf(next)) // before the charts read their colours
    setChoice(next)
  }, [])
  const theming = useMemo(() => ({ choice, theme, choose }), [choice, theme, choose])
  return <ThemeContext value={theming}>{children}</ThemeContext>
}
