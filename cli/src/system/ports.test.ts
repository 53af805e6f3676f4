import assert from 'node:assert/strict'
import net from 'node:net'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { UsageError } from '../usage.ts'
import { demandFree, freePort, isFree, nextFree, readPorts } from './ports.ts'

/** Takes a port that the system gives, until the test ends. */
async function takenPort(t: TestContext): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  t.after(() => server.close())
  return (server.address() as net.AddressInfo).port
}

test('a port that a server listens on is taken, one that the system gives is free', async (t) => {
  assert.equal(await isFree(await takenPort(t)), false)
  assert.equal(await isFree(await freePort()), true)
})

test('ports are the documented ones, changed one by one or all at once, the last word counts', async () => {
  const { gateway, postgres, web } = await readPorts([])
  assert.deepEqual([gateway, postgres, web], [5000, 5432, 3000])
  const changed = await readPorts(['gateway=5999', 'web=1', 'gateway=6000'])
  assert.deepEqual([changed.gateway, changed.web, changed.scheduler], [6000, 1, 5002])
  const free = Object.values(await readPorts(['free']))
  assert.equal(new Set(free).size, free.length)
  assert.equal((await readPorts(['free', 'web=3999'])).web, 3999)
})

test('a port without service, without number or above 65,535 is refused with the form to write', async () => {
  for (const entry of ['5000', 'gateway', 'gateway=', 'gateway=x', 'nobody=5000', 'gateway=65536', 'toString=1'])
    await assert.rejects(readPorts([entry]), (error) => error instanceof UsageError && error.message.includes(entry), entry) // prettier-ignore
})

test('a taken port is named together with the flag that changes it', async (t) => {
  const port = await takenPort(t)
  const ports = { ...(await readPorts(['free'])), optimize: port }
  await demandFree(ports, ['gateway'])
  await assert.rejects(demandFree(ports, ['gateway', 'optimize']), {
    message: `port ${port} for optimize is taken; choose another by --port optimize=NUMBER`,
  })
})

test('the next free port is at or above the given one', async (t) => {
  const port = await takenPort(t)
  assert.ok((await nextFree(port)) > port)
})
