import { Failure } from '@omarino/energy'
import type { App } from '@omarino/platform'
import { noteUser } from '@omarino/store'
import type { CookieSerializeOptions } from '@fastify/cookie'
import type { Pool } from 'pg'
import { demandCsrf } from './csrf.ts'
import { LoginState } from './provider.ts'
import type { Provider } from './provider.ts'
import type { Sealer } from './sealed.ts'
import type { Sessions } from './sessions.ts'

export interface AuthPorts {
  readonly db: Pool
  readonly provider: Provider
  readonly sessions: Sessions
  readonly sealer: Sealer
  readonly webUrl: string
  readonly insecureCookies: boolean
}

const LOGIN_S = 600
/** `__Host-` binds the cookie to this host over HTTPS; plain HTTP on loopback cannot have that. */
export const sessionCookieName = (insecure: boolean): string => (insecure ? 'ems_sid' : '__Host-ems_sid')
const loginCookieName = (insecure: boolean): string => (insecure ? 'ems_login' : '__Host-ems_login')
const cookieOptions = (insecure: boolean): CookieSerializeOptions => ({
  httpOnly: true,
  secure: !insecure,
  sameSite: 'lax',
  path: '/',
})

/** Only a path of our own may follow a sign-in. */
export const safeReturn = (path: string | undefined): string =>
  path !== undefined && /^\/(?![/\\])[\x21-\x7e]*$/.test(path) && !path.includes('\\') && path.length <= 2000
    ? path
    : '/'

/** Sign-in, sign-out and who is signed in. */
export function authRoutes(app: App, ports: AuthPorts): void {
  const { provider, sessions, sealer, insecureCookies } = ports
  const [sessionCookie, loginCookie] = [sessionCookieName(insecureCookies), loginCookieName(insecureCookies)]

  app.get('/auth/login', { schema: { hide: true } }, async (request, reply) => {
    const { return: wanted } = request.query as { return?: string }
    const { url, login } = await provider.begin(safeReturn(wanted))
    return reply
      .setCookie(loginCookie, sealer.seal(login).toString('base64url'), {
        ...cookieOptions(insecureCookies),
        maxAge: LOGIN_S,
      })
      .header('cache-control', 'no-store')
      .redirect(url)
  })

  app.get('/auth/callback', { schema: { hide: true } }, async (request, reply) => {
    const login = LoginState.safeParse(sealer.open(Buffer.from(request.cookies[loginCookie] ?? '', 'base64url')))
    if (!login.success)
      throw new Failure(
        'forbidden',
        'SIGN_IN_EXPIRED',
        'this sign-in was not begun in this browser, or it took longer than ten minutes',
      )
    const user = await provider.complete(new URL(request.url, ports.webUrl), login.data)
    const old = request.cookies[sessionCookie]
    if (old !== undefined) await sessions.remove(old)
    await noteUser(ports.db, user)
    const id = await sessions.create(user)
    request.log.info({ subject: user.subject, roles: user.roles }, 'signed in')
    return reply
      .clearCookie(loginCookie, cookieOptions(insecureCookies))
      .setCookie(sessionCookie, id, cookieOptions(insecureCookies))
      .header('cache-control', 'no-store')
      .redirect(login.data.returnTo)
  })

  app.get('/auth/session', { schema: { hide: true } }, async (request, reply) => {
    const session = await sessions.find(request.cookies[sessionCookie])
    void reply.header('cache-control', 'no-store')
    if (!session) return { authenticated: false }
    return {
      authenticated: true,
      subject: session.subject,
      name: session.name,
      roles: session.roles,
      csrf: sessions.csrf(session.id),
    }
  })

  app.post('/auth/logout', { schema: { hide: true } }, async (request, reply) => {
    const id = request.cookies[sessionCookie]
    const session = await sessions.find(id)
    void reply.header('cache-control', 'no-store')
    if (session) demandCsrf(request, sessions.csrf(session.id), ports.webUrl)
    // A foreign page's request brings no cookie; it must not take the browser's away either.
    if (id !== undefined) void reply.clearCookie(sessionCookie, cookieOptions(insecureCookies))
    if (!session) return { endSessionUrl: null }
    await sessions.remove(session.id)
    request.log.info({ subject: session.subject }, 'signed out')
    return { endSessionUrl: await provider.endSessionUrl(session.tokens.idToken) }
  })
}
