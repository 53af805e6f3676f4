import { Failure } from '@omarino/energy'
import { integerVariable, textVariable, urlVariable } from '@omarino/platform'
import type { Env } from '@omarino/platform'
import { z } from 'zod'

const Passwords = z.strictObject({
  admin: z.string().min(12),
  operator: z.string().min(12),
  viewer: z.string().min(12),
})

export interface IdentityConfig {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly webUrl: string
  readonly cookieKey: string
  readonly passwords: z.infer<typeof Passwords>
  readonly accessTokenSeconds: number
}

export function readConfig(env: Env): IdentityConfig {
  if (env['NODE_ENV'] === 'production')
    throw new Failure(
      'invalid',
      'BAD_CONFIGURATION',
      'the built-in identity provider is for demonstration, development and tests; set OIDC_ISSUER',
    )
  return Object.freeze({
    issuer: urlVariable(env, 'OIDC_ISSUER', ['http', 'https']),
    clientId: textVariable(env, 'OIDC_CLIENT_ID'),
    clientSecret: textVariable(env, 'OIDC_CLIENT_SECRET'),
    webUrl: urlVariable(env, 'EMS_WEB_URL', ['http', 'https']),
    cookieKey: textVariable(env, 'EMS_SESSION_KEY'),
    passwords: readPasswords(textVariable(env, 'EMS_IDENTITY_PASSWORDS')),
    accessTokenSeconds: integerVariable(env, 'EMS_ACCESS_TOKEN_SECONDS', 900, [5, 86_400]),
  })
}

function readPasswords(text: string): IdentityConfig['passwords'] {
  try {
    return Passwords.parse(JSON.parse(text))
  } catch {
    throw new Failure(
      'invalid',
      'BAD_CONFIGURATION',
      'EMS_IDENTITY_PASSWORDS must be JSON with passwords of 12 characters or more for admin, operator and viewer',
    )
  }
}
