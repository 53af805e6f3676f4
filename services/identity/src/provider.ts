import { addSigningKey, findAccount, listSigningKeys } from '@omarino/store'
import { exportJWK, generateKeyPair } from 'jose'
import { Provider } from 'oidc-provider'
import type { Configuration, JWK, KoaContextWithOIDC } from 'oidc-provider'
import type { Pool } from 'pg'
import { uuidv7 } from '@omarino/platform'
import { adapterFor } from './adapter.ts'
import type { IdentityConfig } from './config.ts'
import { logoutPage, messagePage } from './pages.ts'
import type { Page } from './pages.ts'

const AUDIENCE = 'urn:ems'
const SCOPE = 'ems'
const ALGORITHM = 'ES256'
const SESSION_SECONDS = 12 * 3600

async function signingKeys(db: Pool): Promise<JWK[]> {
  const known = await listSigningKeys(db)
  if (known.length > 0) return known.map(({ jwk }) => jwk as JWK)
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true })
  const kid = uuidv7()
  await addSigningKey(db, kid, { ...(await exportJWK(privateKey)), kid, alg: ALGORITHM, use: 'sig' })
  return (await listSigningKeys(db)).map(({ jwk }) => jwk as JWK)
}

/** The OpenID provider with one client, our web application, whose users need not consent to their own system. */
export async function createProvider(db: Pool, config: IdentityConfig): Promise<Provider> {
  const configuration: Configuration = {
    adapter: adapterFor(db),
    clients: [client(config)],
    jwks: { keys: await signingKeys(db) },
    cookies: { keys: [config.cookieKey] },
    claims: { openid: ['sub'], profile: ['name', 'roles'] },
    scopes: ['openid', 'offline_access'],
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    ttl: { AccessToken: config.accessTokenSeconds, AuthorizationCode: 60, IdToken: 3600, RefreshToken: SESSION_SECONDS, Session: SESSION_SECONDS, Interaction: 600, Grant: SESSION_SECONDS },
    issueRefreshToken: async (_context, asking) => asking.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: false, // a confidential client on our own server; rotation would race between its instances
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: async (_context, id) => {
      const account = await findAccount(db, id)
      return account && { accountId: id, claims: () => ({ sub: id, name: account.name, roles: [account.role] }) }
    },
    extraTokenClaims: async (_context, token) => {
      const account = 'accountId' in token && typeof token.accountId === 'string' ? await findAccount(db, token.accountId) : undefined
      return account ? { name: account.name, roles: [account.role] } : {}
    },
    loadExistingGrant: grantToOurselves,
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true, defaultResource: () => AUDIENCE, useGrantedResource: () => true,
        getResourceServerInfo: () => ({ scope: SCOPE, audience: AUDIENCE, accessTokenFormat: 'jwt', accessTokenTTL: config.accessTokenSeconds, jwt: { sign: { alg: ALGORITHM } } }),
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => show(context, logoutPage(form)),
        postLogoutSuccessSource: (context) => show(context, messagePage('You are signed out.', config.webUrl)),
      },
      revocation: { enabled: true },
    },
    renderError: (context, out) => show(context, messagePage(`Sign-in failed: ${out.error_description ?? out.error}.`, config.webUrl)),
  } // prettier-ignore
  return new Provider(config.issuer, configuration)
}

function show(context: KoaContextWithOIDC, { html, csp }: Page): void {
  context.type = 'html'
  context.set('content-security-policy', csp)
  context.set('cache-control', 'no-store')
  context.body = html
}

const client = ({ clientId, clientSecret, webUrl }: IdentityConfig): NonNullable<Configuration['clients']>[number] => ({
  client_id: clientId,
  client_secret: clientSecret,
  redirect_uris: [`${webUrl}/auth/callback`],
  post_logout_redirect_uris: [`${webUrl}/`],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  id_token_signed_response_alg: ALGORITHM,
})

async function grantToOurselves(context: KoaContextWithOIDC) {
  const { client: asking, session, provider } = context.oidc
  if (!asking || !session?.accountId) return undefined
  const known = session.grantIdFor(asking.clientId)
  const existing = known ? await provider.Grant.find(known) : undefined
  if (existing) return existing
  const grant = new provider.Grant({ clientId: asking.clientId, accountId: session.accountId })
  grant.addOIDCScope('openid offline_access profile')
  grant.addResourceScope(AUDIENCE, SCOPE)
  await grant.save()
  return grant
}
