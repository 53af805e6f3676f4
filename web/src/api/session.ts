/** Who is signed in, as `/auth/session` says it. No token ever reaches this page. */
export interface SignedIn {
  readonly authenticated: true
  readonly subject: string
  readonly name: string | null
  readonly roles: readonly string[]
  readonly csrf: string
}
export type Session = SignedIn | { readonly authenticated: false }

export async function readSession(): Promise<Session> {
  const reply = await fetch('/auth/session', { credentials: 'same-origin', headers: { accept: 'application/json' } })
  if (!reply.ok) throw new Error(`/auth/session answered ${reply.status}`)
  return (await reply.json()) as Session
}

/**
 * Ends the session here.
 * @returns where the browser must go to end it at the identity provider too; null when the provider knows no such place
 */
export async function signOut(csrf: string): Promise<string | null> {
  const reply = await fetch('/auth/logout', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'x-ems-csrf': csrf, 'content-type': 'application/json' },
    body: '{}',
  })
  if (!reply.ok) throw new Error(`/auth/logout answered ${reply.status}`)
  return ((await reply.json()) as { endSessionUrl: string | null }).endSessionUrl
}

/** Where the sign-in begins; afterwards the browser is sent back to `returnPath`. */
export const loginUrl = (returnPath: string): string => `/auth/login?return=${encodeURIComponent(returnPath)}`
