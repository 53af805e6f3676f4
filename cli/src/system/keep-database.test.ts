import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PostgresServer } from '../embedded-postgres.ts'
import { keepDatabase } from './keep-database.ts'

/** A server that ends when it is told to, in place of one that takes seconds to die and to come back. */
function sampleServers() {
  const started: { end: () => void; stopped: boolean }[] = []
  let release: () => void = () => undefined
  let hold = false
  const start = async (): Promise<PostgresServer> => {
    if (hold) await new Promise<void>((resolve) => (release = resolve))
    const { promise, resolve } = Promise.withResolvers<void>()
    const state = { end: () => resolve(), stopped: false }
    started.push(state)
    const pid = started.length
    return { url: 'postgresql://sample', port: 1, pid, exited: promise, stop: async () => void (state.stopped = true) }
  }
  return { started, start, holdStarts: () => (hold = true), letStart: () => release() }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('a database that ends unasked is started again, and the new one is stopped in the end', async () => {
  const servers = sampleServers()
  const kept = await keepDatabase(servers.start, () => undefined)
  servers.started[0].end()
  await turn()
  assert.equal(kept.pid(), 2)
  await kept.stop()
  assert.deepEqual(
    servers.started.map(({ stopped }) => stopped),
    [false, true],
  )
})

test('a stop in the middle of a restart waits for the new server and stops it, too', async () => {
  const servers = sampleServers()
  const kept = await keepDatabase(servers.start, () => undefined)
  servers.holdStarts()
  servers.started[0].end()
  await turn()
  const stopping = kept.stop()
  servers.letStart()
  await stopping
  assert.deepEqual(
    servers.started.map(({ stopped }) => stopped),
    [false, true],
  )
})

test('a database that ends while we stop is not started again', async () => {
  const servers = sampleServers()
  const kept = await keepDatabase(servers.start, () => undefined)
  await kept.stop()
  servers.started[0].end()
  await turn()
  assert.equal(servers.started.length, 1)
})
