import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { ApiError, createApi } from '../api/http.ts'
import { followEvents } from '../api/live.ts'
import type { Live } from '../api/live.ts'
import { resourcesOf } from '../api/resources.ts'
import { readSession, signOut } from '../api/session.ts'
import type { Session, SignedIn } from '../api/session.ts'
import { AppContext } from './app-context.tsx'
import { router } from './router.tsx'
import { SignInSheet } from './sign-in-sheet.tsx'
import { SignedOut } from './signed-out.tsx'

// A refusal is an answer; only what could not be reached, or broke, is asked once more.
const retry = (failures: number, error: Error): boolean =>
  failures < 1 && !(error instanceof ApiError && error.status >= 400 && error.status < 500)

/** The application of whoever is signed in, or the way in. */
export function Root({ session: first }: { session: Session | undefined }) {
  const [session, setSession] = useState(first)
  if (!session?.authenticated) return <SignedOut reachable={session !== undefined} />
  return <Running session={session} leave={() => setSession({ authenticated: false })} renew={setSession} />
}

interface RunningProps {
  readonly session: SignedIn
  readonly leave: () => void
  readonly renew: (session: Session) => void
}
function Running({ session, leave, renew }: RunningProps) {
  const [expired, setExpired] = useState(false)
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { retry, staleTime: 30_000 } } }))
  const live = useLive(client)
  const app = useMemo(() => {
    const api = createApi({ csrf: session.csrf, onSignedOut: () => setExpired(true) })
    const out = (): void =>
      void signOut(session.csrf).then((url) => (url === null ? leave() : window.location.assign(url)), leave)
    return live && { session, api, resources: resourcesOf(api), live, signOut: out }
  }, [session, live, leave])
  useEffect(() => {
    if (!expired) return
    const again = (): void =>
      void readSession().then((now) => {
        if (!now.authenticated) return
        renew(now)
        setExpired(false)
        void client.invalidateQueries()
      })
    window.addEventListener('focus', again)
    return () => window.removeEventListener('focus', again)
  }, [expired, renew, client])
  if (!app) return null
  return (
    <QueryClientProvider client={client}>
      <AppContext value={app}>
        <RouterProvider router={router} />
        {expired && <SignInSheet />}
      </AppContext>
    </QueryClientProvider>
  )
}

function useLive(client: QueryClient): Live | undefined {
  const [live, setLive] = useState<Live>()
  useEffect(() => {
    const stop = new AbortController()
    // The stream belongs to this mount; it must not open twice.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setLive(followEvents(client, stop.signal))
    return () => stop.abort()
  }, [client])
  return live
}
