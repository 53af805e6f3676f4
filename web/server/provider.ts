import { Failure } from '@omarino/energy'
import * as client from 'openid-client'
import { z } from 'zod'
import type { WebConfig } from './config.ts'

/** Tokens of one signed-in browser; they stay on the server. */
export const Tokens = z.object({
  accessToken: z.string(),
  refreshToken: z.string().nullable(),
  idToken: z.string().nullable(),
  expiresAtMs: z.number(),
})
export type Tokens = z.infer<typeof Tokens>

export const LoginState = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), returnTo: z.string() })
export type LoginState = z.infer<typeof LoginState>

export interface SignedIn {
  readonly subject: string
  readonly name: string | null
  readonly roles: string[]
  readonly tokens: Tokens
}

export interface Provider {
  begin(returnTo: string): Promise<{ url: string; login: LoginState }>
  complete(callbackUrl: URL, login: LoginState): Promise<SignedIn>
  refresh(tokens: Tokens): Promise<Tokens | undefined>
  endSessionUrl(idToken: string | null): Promise<string | null>
}

const SCOPE = 'openid profile offline_access ems'
const RESOURCE = 'urn:ems'
const ROLES = ['viewer', 'operator', 'admin']

/** The identity provider as a client sees it: code flow with PKCE S256, state and nonce. Discovered at first use. */
export function createProvider(config: WebConfig): Provider {
  let discovered: Promise<client.Configuration> | undefined
  const discover = (): Promise<client.Configuration> => {
    discovered ??= client
      .discovery(new URL(config.issuer), config.clientId, config.clientSecret, undefined, {
        execute: config.issuer.startsWith('http:') ? [client.allowInsecureRequests] : [],
        timeout: 5,
      })
      .catch((error: unknown) => {
        discovered = undefined
        throw new Failure(
          'unavailable',
          'PROVIDER_UNAVAILABLE',
          `the identity provider cannot be reached: ${error instanceof Error ? error.message : String(error)}`,
        )
      })
    return discovered
  }
  return {
    async begin(returnTo) {
      const server = await discover()
      const login = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
        returnTo,
      }
      const url = client.buildAuthorizationUrl(server, {
        redirect_uri: `${config.webUrl}/auth/callback`, scope: SCOPE, resource: RESOURCE, state: login.state, nonce: login.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(login.verifier), code_challenge_method: 'S256',
      }) // prettier-ignore
      return { url: url.href, login }
    },
    async complete(callbackUrl, login) {
      const server = await discover()
      const reply = await client
        .authorizationCodeGrant(server, callbackUrl, {
          pkceCodeVerifier: login.verifier,
          expectedState: login.state,
          expectedNonce: login.nonce,
          idTokenExpected: true,
        })
        .catch((error: unknown) => {
          throw new Failure(
            'forbidden',
            'SIGN_IN_REFUSED',
            `the sign-in was refused: ${error instanceof Error ? error.message : String(error)}`,
          )
        })
      const claims = reply.claims()
      const payload = claimsOf(reply.access_token)
      const name = [claims?.['name'], payload['name']].find((value) => typeof value === 'string') ?? null
      return {
        subject: claims?.sub ?? '',
        name,
        roles: rolesOf(payload['roles'] ?? claims?.['roles']),
        tokens: tokensOf(reply),
      }
    },
    async refresh(tokens) {
      if (tokens.refreshToken === null) return undefined
      const server = await discover()
      try {
        const reply = await client.refreshTokenGrant(server, tokens.refreshToken, { resource: RESOURCE })
        return {
          ...tokensOf(reply),
          refreshToken: reply.refresh_token ?? tokens.refreshToken,
          idToken: reply.id_token ?? tokens.idToken,
        }
      } catch (error) {
        if (error instanceof client.ResponseBodyError && error.error === 'invalid_grant') return undefined // the provider ended it
        throw new Failure('unavailable', 'PROVIDER_UNAVAILABLE', 'the identity provider cannot be reached just now')
      }
    },
    async endSessionUrl(idToken) {
      const server = await discover()
      if (!server.serverMetadata().end_session_endpoint) return null
      const hint = idToken === null ? {} : { id_token_hint: idToken }
      return client.buildEndSessionUrl(server, { post_logout_redirect_uri: `${config.webUrl}/`, ...hint }).href
    },
  }
}

export const rolesOf = (claimed: unknown): string[] =>
  ROLES.filter((role) => Array.isArray(claimed) && claimed.includes(role))

/** Claims of a token that came straight from the provider; the gateway checks the signature on every call. */
function claimsOf(jwt: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<string, unknown>
  } catch {
    return {} // an opaque token has no claims to read
  }
}

export const accessRoles = (tokens: Tokens): string[] => rolesOf(claimsOf(tokens.accessToken)['roles'])

function tokensOf(reply: client.TokenEndpointResponse): Tokens {
  return {
    accessToken: reply.access_token,
    refreshToken: reply.refresh_token ?? null,
    idToken: reply.id_token ?? null,
    expiresAtMs: Date.now() + (reply.expires_in ?? 60) * 1000,
  }
}
