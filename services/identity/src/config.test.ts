import { Failure } from '@omarino/energy'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from './config.ts'
import { hashPassword, isPassword } from './password.ts'

const passwords = { admin: 'x'.repeat(12), operator: 'y'.repeat(12), viewer: 'z'.repeat(12) }
const ENV = {
  OIDC_ISSUER: 'http://localhost:5556', OIDC_CLIENT_ID: 'ems-web', OIDC_CLIENT_SECRET: 'secret', EMS_WEB_URL: 'http://localhost:3000',
  EMS_SESSION_KEY: 'key', EMS_IDENTITY_PASSWORDS: JSON.stringify(passwords),
} // prettier-ignore

test('nothing that is secret has a default: each of them missing stops the start by name', () => {
  for (const name of Object.keys(ENV))
    assert.throws(() => readConfig({ ...ENV, [name]: undefined }), new RegExp(`${name} is missing`))
  assert.equal(readConfig(ENV).accessTokenSeconds, 900)
})

for (const [what, text] of [
  ['too short', JSON.stringify({ ...passwords, viewer: 'canary-pass' })],
  ['for a user who does not exist', JSON.stringify({ ...passwords, root: 'canary-password' })],
  ['missing', JSON.stringify({ admin: 'canary-password' })],
  ['no JSON', 'canary-password'],
] as const)
  test(`passwords that are ${what} stop the start with a sentence that holds none of them`, () => {
    assert.throws(
      () => readConfig({ ...ENV, EMS_IDENTITY_PASSWORDS: text }),
      (error) => error instanceof Failure && /^EMS_IDENTITY_PASSWORDS must be JSON/.test(error.message) && !error.message.includes('canary'), // prettier-ignore
    )
  })

test('production refuses the built-in provider whatever else is set', () => {
  assert.throws(() => readConfig({ ...ENV, NODE_ENV: 'production' }), /set OIDC_ISSUER/)
})

test('a password is kept salted, so that equal ones differ, and only itself opens it', async () => {
  const [one, two] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')])
  assert.notEqual(one, two)
  assert.doesNotMatch(one, /correct/)
  assert.deepEqual(await Promise.all([isPassword('correct horse', one), isPassword('correct horsf', one), isPassword('', one)]), [true, false, false]) // prettier-ignore
})
