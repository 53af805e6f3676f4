import './styles/fonts.css'
import './styles/tokens.css'
import './styles/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { loadCatalogue } from './messages/catalogue.ts'
import { readSession } from './api/session.ts'
import { Root } from './shell/root.tsx'
import { storedLanguage, storedTheme, themeOf } from './shell/preferences.ts'
import { TextProvider } from './shell/text.tsx'
import { showTheme, ThemeProvider } from './shell/theme.tsx'

const host = document.getElementById('app')
if (!host) throw new Error('index.html has no element app')
showTheme(themeOf(storedTheme()))
const language = storedLanguage()
const settled = await Promise.allSettled([
  readSession(),
  loadCatalogue(language),
  document.fonts.load('400 11px "Plex Sans"'), // text on a canvas is drawn once, with the font that is there
])
const [session, catalogue] = settled
if (catalogue.status === 'rejected') throw catalogue.reason
createRoot(host).render(
  <StrictMode>
    <ThemeProvider>
      <TextProvider initial={{ language, catalogue: catalogue.value }}>
        <Root session={session.status === 'fulfilled' ? session.value : undefined} />
      </TextProvider>
    </ThemeProvider>
  </StrictMode>,
)
