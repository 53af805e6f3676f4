import { addPlan, createSite, finishPlan, submitTask, transaction } from '@omarino/store'
import { uuidv7 } from '@omarino/platform'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sampleService, type SampleService } from '../sample-service.ts'

const START_MS = Date.UTC(2026, 0, 1)
const HOUR_MS = 3_600_000
const iso = (hour: number): string => new Date(START_MS + hour * HOUR_MS).toISOString().replace('.000Z', 'Z')

/** A stored plan of two hours; with `schedules: null` one that is not solved yet. */
async function addSample({ db }: SampleService, schedules: object | null): Promise<string> {
  const place = { country: null, latitude: null, longitude: null, source: null }
  const { site } = await createSite(db, { id: uuidv7(), key: 'demo', name: 'Demo', zone: 'UTC', currency: 'EUR', tariff: null, ...place }) // prettier-ignore
  const id = uuidv7()
  const times = { issueMs: START_MS, startMs: START_MS, endMs: START_MS + 2 * HOUR_MS }
  await addPlan(db, { id, taskRunId: uuidv7(), siteId: site.id, principal: 'me', ...times, inputs: [], request: {}, codeVersion: 'test' }) // prettier-ignore
  if (!schedules) return id
  const result = {
    schema: 'ems.optimize-result/1', requestHash: '', modelHash: '', deterministic: true, engine: { version: '', solver: '', backend: '' },
    horizon: { start: iso(0), stepEnds: [iso(1), iso(2)] }, status: 'optimal', objective: 0, bound: 0, gap: { relative: 0, absolute: 0 }, costs: [],
    baselines: { idle: null, rule: null }, schedules, relaxations: [], explanations: [],
    verifier: { passed: true, balanceKw: 0, energyKwh: 0, limit: 0, money: 0 },
    statistics: { rows: 0, columns: 0, nonzeros: 0, binaries: 0, binariesAvoided: 0, lazyRounds: 0, iterations: 0, nodes: 0, buildMs: null, solveMs: 0, cpuMs: null, heapMb: 0, warmStart: false },
  } // prettier-ignore
  await transaction(db, (client) => finishPlan(client, id, { status: 'optimal', objective: 0, costDoingNothing: 0, modelHash: '', result, settlement: null })) // prettier-ignore
  return id
}

async function publish(service: SampleService, planId: string) {
  const task = { runId: uuidv7(), taskRunId: uuidv7(), kind: 'publish', queue: 'timeseries', input: { planId }, idempotencyKey: null, principal: 'me' } // prettier-ignore
  await submitTask(service.db, task)
  return service.ended(task.taskRunId)
}

async function points({ ask }: SampleService, key: string) {
  const { body } = await ask('GET', `/timeseries/series/${encodeURIComponent(key)}/points?from=${iso(0)}&to=${iso(9)}`)
  return (body['times'] as string[]).map((time, i) => [time.slice(11, 16), (body['values'] as number[])[i]])
}

test('powers stand at the starts of their steps, states of charge at the ends, gaps stay gaps, and again changes nothing', async (t) => {
  const service = await sampleService(t)
  const id = await addSample(service, {
    battery: { powerKw: [-2, 1.5], soc: [0.6, 0.4] },
    car: { powerKw: [0, -7], soc: [null, 0.3] },
    'not a key': { powerKw: [1, 1] },
    fcr: { offerKw: [3, 3] },
  })
  const { state, output } = await publish(service, id)
  assert.equal(state, 'succeeded')
  assert.deepEqual(output, {
    planId: id,
    series: ['demo/battery/scheduled_power', 'demo/battery/scheduled_soc', 'demo/car/scheduled_power', 'demo/car/scheduled_soc'],
    points: 7,
    skipped: ['fcr', 'not a key'],
  }) // prettier-ignore
  assert.deepEqual(await points(service, 'demo/battery/scheduled_power'), [['00:00', -2], ['01:00', 1.5]]) // prettier-ignore
  assert.deepEqual(await points(service, 'demo/battery/scheduled_soc'), [['01:00', 0.6], ['02:00', 0.4]]) // prettier-ignore
  assert.deepEqual(await points(service, 'demo/car/scheduled_soc'), [['02:00', 0.3]])
  const { body } = await service.ask('GET', `/timeseries/series/${encodeURIComponent('demo/battery/scheduled_power')}`)
  assert.deepEqual([body['dataType'], body['unit'], body['stepSeconds']], ['schedule', 'kW', 3600])
  assert.equal((await publish(service, id)).state, 'succeeded')
  assert.equal((await points(service, 'demo/battery/scheduled_power')).length, 2)
})

test('a plan without a schedule and one that is not there publish nothing, and say so', async (t) => {
  const service = await sampleService(t)
  const waiting = await publish(service, await addSample(service, null))
  assert.deepEqual([waiting.state, waiting.error?.code], ['failed', 'PLAN_NOT_READY'])
  const none = await publish(service, uuidv7())
  assert.deepEqual([none.state, none.error?.code], ['failed', 'NO_SUCH_PLAN'])
  assert.equal((await service.db.query('select from timeseries.series')).rowCount, 0)
})
