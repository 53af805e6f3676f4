import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  addSigningKey,
  consumeProviderRecord,
  countFailedLogins,
  findAccount,
  findProviderRecord,
  forgetProviderRecords,
  forgiveLogins,
  listSigningKeys,
  noteFailedLogin,
  putAccount,
  putProviderRecord,
  removeProviderGrant,
  removeProviderRecord,
} from './identity.ts'
import { all } from './database.ts'
import { testDatabase } from './test-database.ts'

test('a record is found by id, uid and user code within its model, and put again it is replaced', async (t) => {
  const { db } = await testDatabase(t)
  await putProviderRecord(db, 'Session', 'a', { uid: 'u', userCode: 'c', value: 1 }, 60)
  await putProviderRecord(db, 'Session', 'a', { uid: 'u', userCode: 'c', value: 2 }, undefined)
  for (const [by, value] of [
    ['id', 'a'],
    ['uid', 'u'],
    ['user_code', 'c'],
  ] as const)
    // prettier-ignore
    assert.equal((await findProviderRecord(db, 'Session', by, value))?.['value'], 2, by)
  assert.equal(await findProviderRecord(db, 'AccessToken', 'id', 'a'), undefined)
  await removeProviderRecord(db, 'Session', 'a')
  assert.equal(await findProviderRecord(db, 'Session', 'id', 'a'), undefined)
})

test('a code that was used up says since when, in whole seconds', async (t) => {
  const { db } = await testDatabase(t)
  await putProviderRecord(db, 'AuthorizationCode', 'a', { grantId: 'g' }, 60)
  assert.deepEqual(await findProviderRecord(db, 'AuthorizationCode', 'id', 'a'), { grantId: 'g' })
  await consumeProviderRecord(db, 'AuthorizationCode', 'a')
  await db.query(`update identity.record set consumed_at = '2026-03-01T00:00:01.7Z'`)
  assert.deepEqual(await findProviderRecord(db, 'AuthorizationCode', 'id', 'a'), { grantId: 'g', consumed: Date.UTC(2026, 2, 1) / 1000 + 1 }) // prettier-ignore
})

test('a record ends with its time or its grant, and is cleared away an hour later', async (t) => {
  const { db } = await testDatabase(t)
  await putProviderRecord(db, 'AccessToken', 'short', { grantId: 'g1' }, -1)
  await putProviderRecord(db, 'AccessToken', 'old', { grantId: 'g1' }, -3601)
  await putProviderRecord(db, 'AccessToken', 'mine', { grantId: 'g2' }, 60)
  await putProviderRecord(db, 'AccessToken', 'other', { grantId: 'g3' }, 60)
  assert.equal(await findProviderRecord(db, 'AccessToken', 'id', 'short'), undefined)
  await removeProviderGrant(db, 'g2')
  await forgetProviderRecords(db)
  assert.deepEqual(await all(db, 'select id from identity.record order by id'), [{ id: 'other' }, { id: 'short' }])
})

test('an account has one password and role, those put last', async (t) => {
  const { db } = await testDatabase(t)
  await putAccount(db, { name: 'ada', password_hash: 'h1', role: 'viewer' })
  await putAccount(db, { name: 'ada', password_hash: 'h2', role: 'admin' })
  assert.deepEqual(await findAccount(db, 'ada'), { name: 'ada', password_hash: 'h2', role: 'admin' })
  assert.equal(await findAccount(db, 'Ada'), undefined)
  await assert.rejects(putAccount(db, { name: 'x', password_hash: 'h', role: 'root' as 'admin' }), { code: '23514' })
})

test('signing keys are listed newest first, and a key that is there is not replaced', async (t) => {
  const { db } = await testDatabase(t)
  await addSigningKey(db, 'a', { d: 1 })
  await addSigningKey(db, 'b', { d: 2 })
  await addSigningKey(db, 'a', { d: 3 })
  assert.deepEqual(await listSigningKeys(db), [{ kid: 'b', jwk: { d: 2 } }, { kid: 'a', jwk: { d: 1 } }]) // prettier-ignore
})

test('failed sign-ins count per name within the last minutes, until one succeeds', async (t) => {
  const { db } = await testDatabase(t)
  for (const name of ['ada', 'ada', 'bob']) await noteFailedLogin(db, name)
  assert.deepEqual([await countFailedLogins(db, 'ada', 5), await countFailedLogins(db, 'nobody', 5)], [2, 0])
  await db.query(`update identity.failed_login set at = now() - interval '6 minutes' where name = 'ada'`)
  assert.deepEqual([await countFailedLogins(db, 'ada', 5), await countFailedLogins(db, 'ada', 10)], [0, 2])
  await forgiveLogins(db, 'bob')
  assert.equal(await countFailedLogins(db, 'bob', 5), 0)
})
