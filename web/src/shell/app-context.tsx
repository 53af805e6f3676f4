import { createContext, use } from 'react'
import type { Api } from '../api/http.ts'
import type { Live } from '../api/live.ts'
import type { Resources } from '../api/resources.ts'
import type { SignedIn } from '../api/session.ts'

/** What every page may reach for once somebody is signed in. */
export interface App {
  readonly session: SignedIn
  readonly api: Api
  readonly resources: Resources
  readonly live: Live
  readonly signOut: () => void
}
export const AppContext = createContext<App | undefined>(undefined)

export function useApp(): App {
  const app = use(AppContext)
  if (!app) throw new Error('useApp outside of a session')
  return app
}
