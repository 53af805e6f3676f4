import type { Problem } from '@omarino/contracts'
import assert from 'node:assert/strict'
import http from 'node:http'
import { after, before, beforeEach, suite, test } from 'node:test'
import { sampleGateway } from './sample-gateway.ts'
import type { SampleGateway } from './sample-gateway.ts'

const MIB = 1024 * 1024

suite('what passes through the gateway, and what does not', () => {
  const cleanup: (() => unknown)[] = []
  after(async () => {
    for (const fn of cleanup) await fn()
  })
  let gateway: SampleGateway
  let token: string
  before(async () => {
    gateway = await sampleGateway({ after: (fn) => void cleanup.push(fn) })
    token = await gateway.tokenOf('operator')
  })
  beforeEach(() => void (gateway.seen.length = 0))

  interface Answer {
    readonly status: number
    readonly headers: http.IncomingHttpHeaders
    readonly text: string
  }
  /** A request as it stands: node:http sends headers that fetch would not. */
  const send = (
    method: string,
    path: string,
    headers: http.OutgoingHttpHeaders = {},
    body: Iterable<string> = [],
  ): Promise<Answer> =>
    // prettier-ignore
    new Promise((resolve, reject) => {
      const request = http.request(gateway.url + path, { method, headers: { authorization: `Bearer ${token}`, ...headers }, agent: false }) // prettier-ignore
      request.once('error', reject).once('response', (reply) => {
        let text = ''
        reply.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).once('end', () => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text })) // prettier-ignore
      })
      for (const chunk of body) request.write(chunk)
      request.end()
    })
  const codeOf = ({ text }: Answer): string => (JSON.parse(text) as Problem).code

  test('a service gets our token in place of the caller’s, the caller’s id for the request, and the body unread', async () => {
    const headers = { 'content-type': 'text/csv', 'x-request-id': 'trace-0123456789', 'idempotency-key': 'morning' }
    const reply = await send('POST', '/timeseries/imports?a=1&b=%2F', headers, ['series,time,value\n', 'x,y,z\n'])
    assert.equal(reply.status, 200)
    assert.equal(reply.headers['x-request-id'], 'trace-0123456789')
    const [seen] = gateway.seen
    assert.deepEqual([seen.service, seen.url, seen.subject, seen.roles, seen.body], ['timeseries', '/timeseries/imports?a=1&b=%2F', 'operator', ['operator'], 'series,time,value\nx,y,z\n']) // prettier-ignore
    assert.deepEqual([seen.headers['x-request-id'], seen.headers['idempotency-key'], seen.headers['content-type']], ['trace-0123456789', 'morning', 'text/csv']) // prettier-ignore
    assert.ok(!String(seen.headers['authorization']).includes(token))
  })

  for (const connection of [
    'authorization',
    'authorization, x-omarino-context',
    'close, Authorization',
    'keep-alive,authorization , x-request-id',
  ])
    // prettier-ignore
    test(`a header Connection: ${connection} cannot take our token away`, async () => {
      const { status } = await send('GET', '/optimize/sites', { connection, 'x-omarino-context': 'admin' })
      assert.equal(status, 200) // the stand-in answers 401 without our token
      assert.equal(gateway.seen[0].subject, 'operator')
      assert.equal(typeof gateway.seen[0].headers['x-request-id'], 'string')
    })

  test('headers that say who calls, or that change the connection, do not reach a service', async () => {
    const dropped = {
      cookie: 'ems_sid=secret', 'x-omarino-context': 'admin', 'x-omarino-role': 'admin', 'x-forwarded-for': '10.0.0.1', 'x-forwarded-host': 'evil',
      'x-real-ip': '10.0.0.1', forwarded: 'for=10.0.0.1', 'proxy-authorization': 'Basic eA==', te: 'trailers', 'x-named': 'by connection', connection: 'x-named',
    } // prettier-ignore
    await send('GET', '/forecast/forecasts', { ...dropped, accept: 'application/json', 'accept-language': 'de' })
    const { headers } = gateway.seen[0]
    assert.deepEqual(Object.keys(dropped).filter((name) => name !== 'connection' && name in headers), []) // prettier-ignore
    assert.deepEqual([headers['accept'], headers['accept-language']], ['application/json', 'de'])
  })

  test('under /v1 the same routes are found, and the service is asked for its own path', async () => {
    assert.equal((await send('GET', '/v1/optimize/runs/some-id?x=/v1/y')).status, 200)
    assert.equal(gateway.seen[0].url, '/optimize/runs/some-id?x=/v1/y')
  })

  test('a path that climbs out of its route reaches no route of more power', async () => {
    for (const path of [
      '/optimize/runs/..%2f..%2foptimize%2fsites/settle',
      '/optimize/runs/%2e%2e/settle',
      '/scheduler/runs/%2e%2e%2f%2e%2e/cancel',
    ])
      // prettier-ignore
      assert.notEqual((await send('POST', path)).status, 500, path)
    assert.deepEqual(gateway.seen.filter(({ url }) => !url.includes('%2')), []) // prettier-ignore
  })

  test('a body that says it is over its limit is 413 before it is read', async () => {
    const json = { 'content-type': 'application/json' }
    const reply = await send('POST', '/optimize/runs', { ...json, 'content-length': 256 * 1024 + 1 }, ['{'])
    assert.deepEqual([reply.status, codeOf(reply)], [413, 'BODY_TOO_LARGE'])
    assert.match(reply.text, /262145 bytes; 262144 are allowed/)
    assert.deepEqual(gateway.seen, [])
    const within = `"${'x'.repeat(256 * 1024 - 2)}"`
    assert.equal((await send('POST', '/optimize/runs', json, [within])).status, 200)
  })

  test('a body that does not say its length is 413 where it passes the limit', async () => {
    const chunks = Array.from({ length: 8 }, () => 'x'.repeat(64 * 1024))
    const reply = await send('POST', '/optimize/runs', { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }, chunks) // prettier-ignore
    assert.deepEqual([reply.status, codeOf(reply)], [413, 'BODY_TOO_LARGE'])
    assert.deepEqual(gateway.seen, [])
  })

  test('an upload of some megabytes streams through', async () => {
    const line = `${'x'.repeat(1023)}\n`
    const chunks = Array.from({ length: 4 }, () => line.repeat(1024))
    assert.equal((await send('POST', '/timeseries/imports', { 'content-type': 'text/csv' }, chunks)).status, 200)
    assert.equal(gateway.seen[0].body.length, 4 * MIB)
  })

  test('the gateway’s own description and health are there without sign-in', async () => {
    const reply = await fetch(`${gateway.url}/health`)
    const health = (await reply.json()) as { status: string; services: Record<string, { status: string }> }
    assert.deepEqual([health.status, Object.keys(health.services), health.services['optimize'].status], ['ready', ['timeseries', 'forecast', 'optimize', 'scheduler'], 'ready']) // prettier-ignore
    const docs = await fetch(`${gateway.url}/docs`)
    assert.match(docs.headers.get('content-security-policy') ?? '', /default-src 'none'/)
    assert.doesNotMatch(await docs.text(), /<script/)
  })

  test('who one is, is told from the token', async () => {
    const reply = await send('GET', '/me')
    assert.deepEqual(JSON.parse(reply.text), { subject: 'operator', name: 'Ada', roles: ['operator'] })
    const apiToken = await gateway.addToken(['viewer'])
    const me = JSON.parse((await send('GET', '/me', { authorization: `Bearer ${apiToken}` })).text) as { subject: string; roles: string[] } // prettier-ignore
    assert.match(me.subject, /^token:meter-/)
    assert.deepEqual(me.roles, ['viewer'])
  })

  test('a service that is gone is 503 with Retry-After, the others go on, and health says which one lacks', async () => {
    await gateway.upstreams.forecast.close()
    const reply = await send('GET', '/forecast/forecasts')
    assert.deepEqual([reply.status, codeOf(reply), reply.headers['retry-after']], [503, 'SERVICE_UNAVAILABLE', '2'])
    assert.match(reply.text, /the forecast service does not answer/)
    assert.equal((await send('GET', '/optimize/sites')).status, 200)
    const health = (await (await fetch(`${gateway.url}/health`)).json()) as { status: string; services: object }
    assert.deepEqual([health.status, Object.entries(health.services).filter(([, ready]) => ready === null).map(([name]) => name)], ['degraded', ['forecast']]) // prettier-ignore
  })
})
