import { Failure } from '@omarino/energy'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asFailure, one, openPool, sqlState, transaction } from './database.ts'
import { testDatabase } from './test-database.ts'

test('a transaction that met a deadlock is tried again, any other fault at once rolls back', async (t) => {
  const { db } = await testDatabase(t)
  let tries = 0
  const result = await transaction(db, async (client) => {
    tries += 1
    await client.query(`insert into identity.failed_login (name) values ('x')`)
    if (tries < 3) await client.query(`do $$ begin raise exception 'deadlock' using errcode = '40P01'; end $$`)
    return tries
  })
  assert.equal(result, 3)
  let others = 0
  const failing = transaction(db, async (client) => {
    others += 1
    await client.query(`insert into identity.failed_login (name) values ('y')`)
    throw new Error('no')
  })
  await assert.rejects(failing, /no/)
  assert.equal(others, 1)
  assert.deepEqual(await one(db, 'select count(*)::int as n from identity.failed_login'), { n: 1 })
})

test('sessions of a pool speak UTC, and a count above 2^53 throws rather than rounds', async (t) => {
  const { db } = await testDatabase(t)
  assert.deepEqual(await one(db, `select current_setting('timezone') as zone, 9007199254740991::int8 as n`), { zone: 'UTC', n: 9_007_199_254_740_991 }) // prettier-ignore
  await assert.rejects(db.query('select 9007199254740993::int8'), RangeError)
})

test('a database that is away is unavailable, a zero byte is the caller’s fault, a broken statement is a bug', async (t) => {
  const { db } = await testDatabase(t)
  const away = openPool({ url: 'postgresql://ems:x@127.0.0.1:1/postgres', name: 'away' })
  t.after(() => away.end())
  const failure = async (work: Promise<unknown>) => {
    const error = asFailure(
      await work.then(
        () => undefined,
        (thrown: unknown) => thrown,
      ),
    )
    return error instanceof Failure ? [error.kind, error.code] : sqlState(error)
  }
  assert.deepEqual(await failure(away.query('select 1')), ['unavailable', 'DATABASE_UNAVAILABLE'])
  assert.deepEqual(await failure(db.query('select pg_terminate_backend(pg_backend_pid())')), ['unavailable', 'DATABASE_UNAVAILABLE']) // prettier-ignore
  assert.deepEqual(await failure(db.query('select $1::text', ['a\0b'])), ['invalid', 'TEXT_INVALID'])
  assert.equal(await failure(db.query('selec')), '42601')
})
