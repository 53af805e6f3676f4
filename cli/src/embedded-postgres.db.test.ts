import assert from 'node:assert/strict'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import pg from 'pg'
import { removeCluster, startPostgres } from './embedded-postgres.ts'
import { clusterHome } from './postgres-files.ts'
import { freePort } from './system/ports.ts'

/** Runs statements on a connection of their own; the rows of the last one. */
async function query(url: string, ...texts: readonly string[]): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined) // the server is killed on purpose
  await client.connect()
  let rows: unknown[] = []
  for (const text of texts) rows = (await client.query<Record<string, unknown>>(text)).rows
  await client.end()
  return rows
}

test('what was committed is there after kill -9 of the server, what was not is gone, and a cluster begun half is made anew', async (t) => {
  const cluster = `crashtest-${process.pid}`
  const file = (name: string): string => path.join(clusterHome(), name)
  const start = async () => startPostgres({ cluster, port: await freePort(), log: () => undefined })
  t.after(() => removeCluster(cluster))
  mkdirSync(file(`${cluster}.new`), { recursive: true }) // as initdb leaves it when it is killed
  writeFileSync(path.join(file(`${cluster}.new`), 'PG_VERSION'), '18\n')
  const first = await start()
  const [{ fsync }] = (await query(first.url, 'show fsync')) as { fsync: string }[]
  assert.equal(fsync, 'on')
  await query(first.url, 'create table kept (n int)', 'insert into kept values (1), (2)')
  await query(first.url, 'begin', 'insert into kept values (3)') // its connection ends without a commit
  process.kill(first.pid, 'SIGKILL')
  await first.exited
  assert.ok(existsSync(path.join(file(cluster), 'postmaster.pid')))
  const second = await start()
  assert.notEqual(second.pid, first.pid)
  assert.deepEqual(await query(second.url, 'select n from kept order by n'), [{ n: 1 }, { n: 2 }])
  const adopted = await start() // still running, as after a command that was killed: it is used as it is
  assert.deepEqual([adopted.pid, adopted.url], [second.pid, second.url])
  await second.stop()
  assert.ok(!existsSync(path.join(file(cluster), 'postmaster.pid')))
  removeCluster(cluster)
  for (const name of [cluster, `${cluster}.password`, `${cluster}.log`, `${cluster}.new`]) assert.ok(!existsSync(file(name)), name) // prettier-ignore
})
