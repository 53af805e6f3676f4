import { findAccount, forgiveLogins, putAccount, takeLoginAttempt } from '@omarino/store'
import type { Pool } from 'pg'
import type { IdentityConfig } from './config.ts'
import { hashPassword, isPassword } from './password.ts'

const MAX_FAILURES = 5
const FAILURE_MINUTES = 5
const NAMES = ['admin', 'operator', 'viewer'] as const

/** Makes the three users with the passwords that the start gave. */
export async function ensureAccounts(db: Pool, passwords: IdentityConfig['passwords']): Promise<void> {
  for (const name of NAMES) {
    const account = await findAccount(db, name)
    if (account && (await isPassword(passwords[name], account.password_hash))) continue
    await putAccount(db, { name, password_hash: await hashPassword(passwords[name]), role: name })
  }
}

export type SignIn = 'welcome' | 'refused' | 'too-many'

/** Checks a password; after five failures within five minutes a name must wait. Fails closed: the counter is in the database. */
export async function signIn(db: Pool, name: string, password: string): Promise<SignIn> {
  if (!(await takeLoginAttempt(db, name, FAILURE_MINUTES, MAX_FAILURES))) return 'too-many'
  const account = await findAccount(db, name)
  const stored = account?.password_hash ?? (await decoy())
  if ((await isPassword(password, stored)) && account) {
    await forgiveLogins(db, name)
    return 'welcome'
  }
  return 'refused'
}

let decoyHash: string | undefined
/** Names that do not exist take as long as those that do. */
const decoy = async (): Promise<string> => (decoyHash ??= await hashPassword('nobody has this password'))
