import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { STATE_DIR } from '../folders.ts'

export const KEYS_DIR = path.join(STATE_DIR, 'keys')
const DIR = KEYS_DIR
const SECRET_BYTES = 32
const PASSWORD_BYTES = 12
export const DEMO_USERS = ['admin', 'operator', 'viewer'] as const

function keep(name: string, make: () => string): string {
  mkdirSync(DIR, { recursive: true, mode: 0o700 })
  const file = path.join(DIR, name)
  if (!existsSync(file)) writeFileSync(file, `${make()}\n`, { mode: 0o600, flag: 'wx' })
  return readFileSync(file, 'utf8').trim()
}

/** Secrets of this checkout: random, made at first use, readable by us alone. Nothing has a default. */
export interface Keys {
  readonly webhookSecret: string
  readonly clientSecret: string
  readonly sessionKey: string
  readonly cliToken: string
  /** Passwords of the built-in provider's users, by name. */
  readonly passwords: Readonly<Record<(typeof DEMO_USERS)[number], string>>
}

export function readKeys(): Keys {
  const secret = (): string => randomBytes(SECRET_BYTES).toString('base64url')
  const password = (name: string): string =>
    keep(`password-${name}`, () => randomBytes(PASSWORD_BYTES).toString('base64url'))
  return {
    webhookSecret: keep('webhook-secret', secret),
    clientSecret: keep('client-secret', secret),
    sessionKey: keep('session-key', secret),
    cliToken: keep('cli-token', () => `ems_${secret()}`),
    passwords: { admin: password('admin'), operator: password('operator'), viewer: password('viewer') },
  }
}

/** True the first time that it is asked: passwords are printed once. */
export function mayPrintPasswords(): boolean {
  const mark = path.join(DIR, 'passwords-printed')
  if (existsSync(mark)) return false
  writeFileSync(mark, '', { mode: 0o600 })
  return true
}

export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()
