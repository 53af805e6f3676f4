import { testDatabase } from '@omarino/store'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ensureAccounts, signIn } from './accounts.ts'

const passwords = { admin: 'admin-password-1', operator: 'operator-password-1', viewer: 'viewer-password-1' }

test('of twenty attempts at once no more than five are looked at, and the right password among the rest waits', async (t) => {
  const { db } = await testDatabase(t)
  await ensureAccounts(db, passwords)
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => signIn(db, 'admin', 'wrong')))
  assert.deepEqual([outcomes.filter((one) => one === 'refused').length, outcomes.filter((one) => one === 'too-many').length], [5, 15]) // prettier-ignore
  assert.equal(await signIn(db, 'admin', passwords.admin), 'too-many')
  assert.equal(await signIn(db, 'viewer', passwords.viewer), 'welcome')
})

test('a welcome forgives the failures before it', async (t) => {
  const { db } = await testDatabase(t)
  await ensureAccounts(db, passwords)
  for (let round = 0; round < 2; round++) {
    for (let n = 0; n < 4; n++) assert.equal(await signIn(db, 'viewer', 'wrong'), 'refused')
    assert.equal(await signIn(db, 'viewer', passwords.viewer), 'welcome')
  }
})

test('names that do not exist are refused and counted like those that do', async (t) => {
  const { db } = await testDatabase(t)
  for (let n = 0; n < 5; n++) assert.equal(await signIn(db, 'nobody', 'wrong'), 'refused')
  assert.equal(await signIn(db, 'nobody', 'wrong'), 'too-many')
})

test('a start with another password replaces it, one with the same changes nothing', async (t) => {
  const { db } = await testDatabase(t)
  const hashes = async () => (await db.query<{ password_hash: string }>('select password_hash from identity.account order by name')).rows // prettier-ignore
  await ensureAccounts(db, passwords)
  const first = await hashes()
  await ensureAccounts(db, passwords)
  assert.deepEqual(await hashes(), first)
  await ensureAccounts(db, { ...passwords, viewer: 'another-password' })
  assert.deepEqual([await signIn(db, 'viewer', passwords.viewer), await signIn(db, 'viewer', 'another-password')], ['refused', 'welcome']) // prettier-ignore
})
