import { serviceUrl, textVariable, urlVariable } from '@omarino/platform'
import type { Env } from '@omarino/platform'

export const UPSTREAMS = ['timeseries', 'forecast', 'optimize', 'scheduler'] as const
export type Upstream = (typeof UPSTREAMS)[number]

export interface GatewayConfig {
  readonly issuer: string
  readonly audience: string
  /** `typ` header of access tokens; providers other than the built-in one may write `JWT`. */
  readonly tokenType: string
  readonly upstreams: Readonly<Record<Upstream, string>>
}

export const readConfig = (env: Env): GatewayConfig =>
  Object.freeze({
    issuer: urlVariable(env, 'OIDC_ISSUER', ['http', 'https']).replace(/\/$/, ''),
    audience: textVariable(env, 'OIDC_AUDIENCE', 'urn:ems'),
    tokenType: textVariable(env, 'OIDC_TOKEN_TYPE', 'at+jwt'),
    upstreams: {
      timeseries: serviceUrl(env, 'timeseries'), forecast: serviceUrl(env, 'forecast'), optimize: serviceUrl(env, 'optimize'), scheduler: serviceUrl(env, 'scheduler'),
    },
  }) // prettier-ignore
