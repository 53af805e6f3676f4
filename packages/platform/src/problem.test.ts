import { DomainError, Failure } from '@omarino/energy'
import type { FailureKind } from '@omarino/energy'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { z } from 'zod'
import { createSigner } from './internal-token.ts'
import { createLog } from './log.ts'
import { isRetryable, taskProblem } from './problem.ts'
import { memoryBoard, sampleService } from './sample-service.ts'
import type { ServiceParts } from './service.ts'

const Body = z.strictObject({ series: z.array(z.string().min(1)).min(1), horizon: z.number().int().positive() })
const BODY = { series: ['demo/load'], horizon: 4 }
const REQUEST_ID = 'request-17'

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  readonly body: Record<string, unknown>
}

/** POST /forecast/forecasts of a service whose handler throws what it is given. */
async function service(t: TestContext, thrown?: unknown, parts: Partial<ServiceParts> = {}) {
  const board = memoryBoard()
  const app = await sampleService(
    t,
    board,
    (scope) => {
      scope.post('/forecast/forecasts', { schema: { body: Body } }, async () => {
        throw thrown
      })
    },
    parts,
  )
  const token = await (await createSigner('gateway', board)).sign('forecast', { subject: 'ada', name: null, roles: ['admin'] }, REQUEST_ID) // prettier-ignore
  return async (
    payload: string | object = BODY,
    headers: Record<string, string> = {},
    url = '/forecast/forecasts',
  ): Promise<Answer> => {
    const reply = await app.inject({ method: 'POST', url, payload, headers: { authorization: `Bearer ${token}`, 'x-request-id': REQUEST_ID, 'content-type': 'application/json', ...headers } }) // prettier-ignore
    return { status: reply.statusCode, headers: reply.headers, text: reply.body, body: reply.json() }
  }
}

const STATUS: Readonly<Record<FailureKind, [status: number, title: string]>> = {
  invalid: [422, 'Cannot be processed'], 'not-found': [404, 'Not found'], conflict: [409, 'Conflict'], infeasible: [422, 'Cannot be processed'],
  unavailable: [503, 'Unavailable'], forbidden: [403, 'Forbidden'], 'too-large': [413, 'Too large'],
} // prettier-ignore

for (const [kind, [status, title]] of Object.entries(STATUS) as [FailureKind, [number, string]][])
  test(`a failure of the kind ${kind} is answered ${status} as a problem with code, pointer and request id`, async (t) => {
    const call = await service(t, new Failure(kind, 'SOME_CODE', 'there are 3 of 4 points', '/series/0'))
    const reply = await call()
    assert.deepEqual(reply.body, {
      type: 'about:blank', title, status, code: 'SOME_CODE', detail: 'there are 3 of 4 points', requestId: REQUEST_ID,
      errors: [{ pointer: '/series/0', message: 'there are 3 of 4 points' }],
    }) // prettier-ignore
    assert.equal(reply.status, status)
    assert.equal(reply.headers['content-type'], 'application/problem+json')
    assert.equal(reply.headers['x-request-id'], REQUEST_ID)
    assert.equal(reply.headers['retry-after'], kind === 'unavailable' ? '2' : undefined)
  })

test('a failure without a pointer names no field', async (t) => {
  const { body } = await (await service(t, new Failure('conflict', 'TAKEN', 'the key is taken')))()
  assert.ok(!('errors' in body))
})

test('a body that does not fit its schema is 422 and every fault points at its field', async (t) => {
  const call = await service(t)
  const { status, body } = await call({ series: ['demo/load', ''], horizon: 1.5 })
  assert.deepEqual([status, body['code']], [422, 'VALIDATION'])
  assert.deepEqual((body['errors'] as { pointer: string }[]).map(({ pointer }) => pointer), ['/series/1', '/horizon']) // prettier-ignore
  assert.match(body['detail'] as string, /^\/series\/1: /)
  assert.equal((await call({})).status, 422)
})

test('broken JSON is 400, another content type 415, an unknown route 404, each a problem with the request id', async (t) => {
  const call = await service(t)
  const told = ({ status, body, headers }: Answer): unknown[] => [status, body['code'], body['requestId'], headers['content-type']] // prettier-ignore
  const type = 'application/problem+json'
  assert.deepEqual(told(await call('{"series":')), [400, 'CTP_INVALID_JSON_BODY', REQUEST_ID, type])
  assert.deepEqual(told(await call('series=1', { 'content-type': 'application/x-www-form-urlencoded' })), [415, 'CTP_INVALID_MEDIA_TYPE', REQUEST_ID, type]) // prettier-ignore
  const missing = await call(BODY, {}, '/forecast/nothing?secret=1')
  assert.deepEqual(told(missing), [404, 'NO_SUCH_ROUTE', REQUEST_ID, type])
  assert.equal(missing.body['detail'], 'there is no POST /forecast/nothing')
})

test('a body of 256 KiB is read and one of a byte more is 413', async (t) => {
  const call = await service(t)
  const bytes = (count: number): string => `{"x":"${'x'.repeat(count - 8)}"}`
  assert.equal((await call(bytes(256 * 1024))).status, 422)
  const over = await call(bytes(256 * 1024 + 1))
  assert.deepEqual([over.status, over.body['code'], over.body['title']], [413, 'BODY_TOO_LARGE', 'Too large'])
})

for (const [what, thrown] of [
  ['an error', Object.assign(new TypeError('password hunter2 is not a function'), { detail: 'hunter2' })],
  ['a status of 502 that somebody set', Object.assign(new Error('hunter2'), { statusCode: 502, code: 'hunter2' })],
  ['a text', 'hunter2'],
] as const)
  test(`${what} that nobody expected is 500 without details, and logged`, async (t) => {
    const lines: string[] = []
    const log = createLog('forecast', 'error')
    log.error = ((_fields: object, message: string) => lines.push(message)) as unknown as typeof log.error
    log.child = () => log as never
    const { status, body, text } = await (await service(t, thrown, { log }))()
    assert.deepEqual([status, body['code'], body['requestId']], [500, 'INTERNAL', REQUEST_ID])
    assert.doesNotMatch(text, /hunter2|TypeError|\.ts/)
    assert.deepEqual(lines, ['request failed'])
  })

test('an error of the driver becomes the failure that the store says', async (t) => {
  const translate = (error: unknown): unknown =>
    (error as { code?: string }).code === 'ECONNREFUSED' ? new Failure('unavailable', 'DATABASE_UNAVAILABLE', 'away') : error // prettier-ignore
  const { status, body } = await (await service(t, Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), { translate }))() // prettier-ignore
  assert.deepEqual([status, body['code']], [503, 'DATABASE_UNAVAILABLE'])
})

test('a task keeps code and sentence of its error, and only what is unavailable is tried again', () => {
  class Odd extends DomainError {
    readonly code = 'ODD'
    readonly kind = 'invalid'
  }
  assert.deepEqual(taskProblem(new Odd('it is odd')), { code: 'ODD', message: 'it is odd' })
  assert.deepEqual(taskProblem(new TypeError('no')), { code: 'INTERNAL', message: 'no' })
  assert.deepEqual(taskProblem('no'), { code: 'INTERNAL', message: 'no' })
  const kinds = (Object.keys(STATUS) as FailureKind[]).filter((kind) => isRetryable(new Failure(kind, 'X', 'x')))
  assert.deepEqual([kinds, isRetryable(new Error('x'))], [['unavailable'], false])
})
