import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeService } from './boot.ts'
import { createSigner } from './internal-token.ts'
import { memoryBoard, sampleService } from './sample-service.ts'

test('a route that no policy grants stops the start, and the sentence names it', async () => {
  await assert.rejects(
    describeService('forecast', (app) => void app.get('/forecast/secret', async () => ({}))),
    /GET \/forecast\/secret has no entry in the policy table/,
  )
  await assert.rejects(
    describeService('forecast', (app) => void app.delete('/forecast/forecasts', async () => ({}))),
    /DELETE \/forecast\/forecasts has no entry/, // the path alone is not enough
  )
  await assert.rejects(
    describeService('forecast', (app) => void app.get('/optimize/runs', async () => ({}))),
    /GET \/optimize\/runs has no entry/, // nor is the policy of another service
  )
})

test('a granted route is described under its path, health and metrics are not', async () => {
  const document = await describeService('forecast', (app) => void app.get('/forecast/forecasts', async () => ({})))
  assert.deepEqual(Object.keys((document as { paths: object }).paths), ['/forecast/forecasts'])
})

test('the id of a request is echoed when it is one, and made when it is not', async (t) => {
  const app = await sampleService(t, memoryBoard(), () => undefined)
  const idOf = async (given?: string) =>
    (await app.inject({ url: '/health/live', headers: { ...(given !== undefined && { 'x-request-id': given }) } })).headers['x-request-id'] // prettier-ignore
  assert.equal(await idOf('trace-0123456789'), 'trace-0123456789')
  for (const given of [undefined, 'short', 'x'.repeat(65), 'line\tbreak-123', '<script>alert</script>'])
    assert.match(String(await idOf(given)), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('a process is live whatever its dependencies do, and ready only when each of them answers', async (t) => {
  const dependency: { failure?: Error } = {}
  const checks = {
    database: () => (dependency.failure ? Promise.reject(dependency.failure) : Promise.resolve('PostgreSQL 18.4')),
    solver: async () => 'warm',
  }
  const app = await sampleService(t, memoryBoard(), () => undefined, { checks })
  const ask = async (url: string) => {
    const reply = await app.inject(url)
    return [reply.statusCode, reply.json<{ status: string; checks?: object; modes?: object }>()] as const
  }
  const [status, body] = await ask('/health/ready')
  assert.deepEqual([status, body.status, body.checks, body.modes], [200, 'ready', { database: 'PostgreSQL 18.4', solver: 'warm' }, { database: 'external' }]) // prettier-ignore
  dependency.failure = new Error('connect ECONNREFUSED')
  const [away, told] = await ask('/health/ready')
  assert.deepEqual([away, told.status, told.checks], [503, 'not-ready', { database: 'failed: connect ECONNREFUSED', solver: 'warm' }]) // prettier-ignore
  const [live, liveBody] = await ask('/health/live')
  assert.deepEqual([live, liveBody.status], [200, 'live'])
})

test('a check that throws at once or never answers makes the process not ready', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const asked = Promise.withResolvers<void>()
  const checks = {
    odd: () => { throw new Error('no such method') },
    silent: () => new Promise<string>(() => asked.resolve()),
  } // prettier-ignore
  const app = await sampleService(t, memoryBoard(), () => undefined, { checks })
  await app.ready()
  const reply = app.inject('/health/ready').then((answer) => answer)
  await asked.promise
  t.mock.timers.tick(2000)
  const { statusCode, body } = await reply
  assert.equal(statusCode, 503)
  assert.match(body, /no such method.*no answer within 2000 ms/)
})

/** One line of the Prometheus text format, version 0.0.4: a comment, or a name with labels and a number (prom-client writes Nan, which Go reads). */
const LINE =
  /^(?:# (?:HELP|TYPE) [a-zA-Z_:][\w:]* .+|[a-zA-Z_:][\w:]*(?:\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*",?)*\})? (?:[+-]?Inf|Na[Nn]|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?))$/

test('metrics are Prometheus text: every line is one, every metric has its type, times are counted by route and status', async (t) => {
  const board = memoryBoard()
  const app = await sampleService(t, board, (scope) => void scope.get('/forecast/forecasts/:id', async () => ({})))
  const token = await (await createSigner('gateway', board)).sign('forecast', { subject: 'ada', name: null, roles: ['viewer'] }, 'request-1') // prettier-ignore
  const authorization = `Bearer ${token}`
  for (const id of ['id-one', 'id-two'])
    await app.inject({ url: `/forecast/forecasts/${id}`, headers: { authorization } })
  await app.inject('/forecast/forecasts/id-three')
  await app.inject('/nowhere/at/all')
  const reply = await app.inject('/metrics')
  assert.match(String(reply.headers['content-type']), /^text\/plain; version=0\.0\.4/)
  const lines = reply.body.split('\n').filter(Boolean)
  assert.deepEqual(lines.filter((line) => !LINE.test(line)), []) // prettier-ignore
  const typed = new Set(lines.flatMap((line) => /^# TYPE (\S+)/.exec(line)?.[1] ?? []))
  const names = lines.filter((line) => !line.startsWith('#')).map((line) => /^[\w:]+/.exec(line)?.[0] ?? '')
  assert.deepEqual(names.filter((name) => !typed.has(name) && !typed.has(name.replace(/_(bucket|sum|count)$/, ''))), []) // prettier-ignore
  const count = (route: string, status: number): string | undefined =>
    lines.find((line) => line.startsWith('ems_http_request_duration_seconds_count') && line.includes(`route="${route}"`) && line.includes(`status="${status}"`))?.split(' ').at(-1) // prettier-ignore
  assert.deepEqual([count('/forecast/forecasts/:id', 200), count('/forecast/forecasts/:id', 401), count('none', 404)], ['2', '1', '1']) // prettier-ignore
  assert.doesNotMatch(reply.body, /id-one|id-three/) // ids are no labels
  assert.match(reply.body, /ems_build_info\{version="test",node="v\d/)
})
