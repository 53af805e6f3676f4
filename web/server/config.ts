import { flagVariable, serviceUrl, textVariable, urlVariable } from '@omarino/platform'
import type { Env } from '@omarino/platform'

export interface WebConfig {
  readonly gateway: string
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly webUrl: string
  /** Encrypts tokens and sign-in state, and signs the CSRF token. */
  readonly sessionKey: string
  /** Plain HTTP on loopback: cookies without `Secure`, under another name. */
  readonly insecureCookies: boolean
}

export const readConfig = (env: Env): WebConfig =>
  Object.freeze({
    gateway: serviceUrl(env, 'gateway'),
    issuer: urlVariable(env, 'OIDC_ISSUER', ['http', 'https']),
    clientId: textVariable(env, 'OIDC_CLIENT_ID'),
    clientSecret: textVariable(env, 'OIDC_CLIENT_SECRET'),
    webUrl: urlVariable(env, 'EMS_WEB_URL', ['http', 'https']).replace(/\/$/, ''),
    sessionKey: textVariable(env, 'EMS_SESSION_KEY'),
    insecureCookies: flagVariable(env, 'EMS_INSECURE_COOKIES'),
  })
