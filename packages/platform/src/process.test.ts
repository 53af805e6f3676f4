import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startProcess } from './test-process.ts'

const SAMPLE = 'packages/platform/src/process-sample.ts'
const messages = (stdout: string): string[] => stdout.trim().split('\n').map((line) => (JSON.parse(line) as { msg: string }).msg) // prettier-ignore

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  test(`${signal} drains a process, which then ends with 0`, async (t) => {
    const sample = startProcess(t, SAMPLE, {})
    await sample.said('sample started')
    const { code, stdout } = await sample.stop(signal)
    assert.deepEqual([code, messages(stdout).sort()], [0, ['drained', 'process was asked to stop', 'sample started']])
  })

test('a supervised process stops when its supervisor is gone, one that is not supervised lives on', async (t) => {
  const [supervised, alone] = [startProcess(t, SAMPLE, { EMS_SUPERVISED: '1' }), startProcess(t, SAMPLE, {})]
  await Promise.all([supervised.said('sample started'), alone.said('sample started')])
  supervised.leave()
  alone.leave()
  const { code, stdout } = await supervised.ended
  assert.ok(code === 0 && messages(stdout).includes('drained'), stdout)
  assert.match(stdout, /supervisor is gone/)
  assert.equal((await alone.stop()).code, 0) // it was still there to be stopped
})

for (const behaviour of ['throw', 'reject'])
  test(`an error that nobody catches (${behaviour}) is logged once, with its stack, and ends the process with 1`, async (t) => {
    const { code, stdout } = await startProcess(t, SAMPLE, { EMS_SAMPLE: behaviour }).ended
    assert.equal(code, 1)
    assert.equal(stdout.match(/an error was caught by nobody/g)?.length, 1)
    assert.match(stdout, /process-sample\.ts/)
    assert.match(stdout, /drained/)
  })

test('a process that cannot stop cleanly says so and ends with 1', async (t) => {
  const sample = startProcess(t, SAMPLE, { EMS_SAMPLE: 'cannot stop' })
  await sample.said('sample started')
  const { code, stdout } = await sample.stop()
  assert.ok(code === 1 && messages(stdout).includes('stopping failed'), stdout)
})

test('a start that is refused prints one sentence and ends with 2', async (t) => {
  const { code, stdout, stderr } = await startProcess(t, SAMPLE, { EMS_SAMPLE: 'refuse' }).ended
  assert.deepEqual([code, stdout, stderr], [2, '', 'sample: EMS_X is missing\n'])
})
