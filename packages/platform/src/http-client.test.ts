import { Failure } from '@omarino/energy'
import assert from 'node:assert/strict'
import http from 'node:http'
import type { AddressInfo, LookupFunction } from 'node:net'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { callHttp } from './http-client.ts'
import { freePort } from './test-process.ts'

const KIB = 1024
const get = { method: 'GET', headers: {} }

async function serve(t: TestContext, answer: http.RequestListener): Promise<string> {
  const server = http.createServer(answer).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const isFailed = (error: unknown): boolean => error instanceof Failure && error.kind === 'unavailable' && error.code === 'HTTP_FAILED' // prettier-ignore

test('method, headers and body go out, status and text come back', async (t) => {
  const url = await serve(t, (request, reply) => {
    request.setEncoding('utf8').on('data', (text: string) => reply.writeHead(418).end(`${request.method} ${String(request.headers['x-a'])} ${text}`)) // prettier-ignore
  })
  assert.deepEqual(await callHttp(url, { method: 'PUT', headers: { 'x-a': 'b' }, body: 'hello' }), { status: 418, text: 'PUT b hello' }) // prettier-ignore
})

test('a redirect is an answer, not an order: nothing is called after it', async (t) => {
  const called: string[] = []
  const url = await serve(t, (request, reply) => {
    called.push(request.url ?? '')
    reply.writeHead(307, { location: '/elsewhere' }).end()
  })
  assert.equal((await callHttp(`${url}/here`, get)).status, 307)
  assert.deepEqual(called, ['/here'])
})

test('of a long reply no more than 64 KiB are read, and the caller is told its status all the same', async (t) => {
  const closed = Promise.withResolvers<void>()
  const url = await serve(t, (_request, reply) => {
    reply.once('close', closed.resolve)
    const more = (): boolean => reply.write('x'.repeat(16 * KIB))
    reply.on('drain', more)
    while (more());
  })
  const { status, text } = await callHttp(url, get)
  assert.equal(status, 200)
  assert.ok(text.length > 0 && text.length <= 64 * KIB, `${text.length}`)
  await closed.promise // the endless reply was hung up on
})

test('a host that refuses, or hangs up in the middle, is a failure that may be tried again', async (t) => {
  await assert.rejects(callHttp(`http://127.0.0.1:${await freePort()}/secret?key=1`, get), (error: Error) => {
    assert.doesNotMatch(error.message, /secret|key=1/) // only the origin is named
    return isFailed(error)
  })
  const url = await serve(t, (_request, reply) => reply.writeHead(200, { 'content-length': '10' }).write('x', () => reply.destroy())) // prettier-ignore
  await assert.rejects(callHttp(url, get), isFailed)
})

test('a caller that gives up gets its own reason, not a failure of the network', async (t) => {
  const abort = new AbortController()
  const url = await serve(t, () => abort.abort(new Error('the lease is lost')))
  await assert.rejects(callHttp(url, { ...get, signal: abort.signal }), /^Error: the lease is lost$/)
})

test('a lookup of the caller’s decides where a name leads, and its refusal is told as it is', async (t) => {
  const url = await serve(t, (request, reply) => reply.end(request.headers.host))
  const { port } = new URL(url)
  const asked: string[] = []
  const here: LookupFunction = (host, options, done) => {
    asked.push(host)
    return options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)
  }
  assert.deepEqual(await callHttp(`http://meter.example:${port}/`, { ...get, lookup: here }), { status: 200, text: `meter.example:${port}` }) // prettier-ignore
  assert.deepEqual(asked, ['meter.example'])
  const refuse: LookupFunction = (_host, _options, done) => done(new Failure('invalid', 'NOT_THERE', 'no'), [])
  await assert.rejects(callHttp(`http://meter.example:${port}/`, { ...get, lookup: refuse }), { code: 'NOT_THERE' })
})
