import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from './config.ts'

test('a machine with one core gets a thread, and an absurd number of threads stops the start', () => {
  assert.ok(readConfig({}).threads >= 1)
  assert.deepEqual(readConfig({ EMS_FORECAST_THREADS: '3', EMS_FORECAST_HEAP_MB: '128' }), { threads: 3, threadHeapMb: 128, cacheMb: 128 }) // prettier-ignore
  for (const threads of ['0', '65', '-1', 'two'])
    assert.throws(() => readConfig({ EMS_FORECAST_THREADS: threads }), /EMS_FORECAST_THREADS must be/)
})
