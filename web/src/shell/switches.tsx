import { LANGUAGES, THEME_CHOICES } from './preferences.ts'
import type { ThemeChoice } from './preferences.ts'
import { useText } from './text.tsx'
import { useTheme } from './theme.tsx'

export function LanguageSwitch() {
  const { t, language, setLanguage } = useText()
  return (
    <select
      aria-label={t.shell.language}
      value={language}
      onChange={(event) => setLanguage(event.target.value as (typeof LANGUAGES)[number])}
    >
      {LANGUAGES.map((code) => (
        <option key={code} value={code}>
          {t.shell.languages[code]}
        </option>
      ))}
    </select>
  )
}

export function ThemeSwitch() {
  const { t } = useText()
  const { choice, choose } = useTheme()
  return (
    <select aria-label={t.shell.theme} value={choice} onChange={(event) => choose(event.target.value as ThemeChoice)}>
      {THEME_CHOICES.map((name) => (
        <option key={name} value={name}>
          {t.shell.themes[name]}
        </option>
      ))}
    </select>
  )
}
