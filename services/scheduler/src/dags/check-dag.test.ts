import type { DagSpec } from '@omarino/contracts'
import fc from 'fast-check'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ancestorsOf, checkDag } from './check-dag.ts'
import { sampleDag, SAMPLE_DAG, withTask } from './sample-dag.ts'

/** Faults as `pointer CODE`. */
const faults = (spec: DagSpec): string[] => checkDag(spec).map(({ pointer, code }) => `${pointer} ${code}`)
const messageOf = (spec: DagSpec): string => checkDag(spec)[0]?.message ?? ''

test('a sound workflow has no fault', () => {
  assert.deepEqual(checkDag(sampleDag()), [])
})

test('a circle is one fault that names who is in it, and not who only waits for it', () => {
  const spec = withTask('forecast', { needs: ['report'] })
  assert.deepEqual(faults(spec), ['/tasks/0/needs CYCLE'])
  assert.equal(messageOf(spec), 'the tasks forecast, plan, report wait for each other in a circle')
})

test('a task that needs itself is a circle of one', () => {
  assert.deepEqual(faults(withTask('tell', { needs: ['plan', 'tell'] })), ['/tasks/3/needs CYCLE'])
})

test('a need that is no task, and a key that stands twice, are told where they stand', () => {
  assert.deepEqual(faults(withTask('tell', { needs: ['plan', 'planning'] })), ['/tasks/3/needs/1 TASK_UNKNOWN'])
  const doubled = [...SAMPLE_DAG.tasks, SAMPLE_DAG.tasks[0]]
  assert.deepEqual(faults(sampleDag({ tasks: doubled })), ['/tasks/4/key TASK_KEY_TWICE'])
})

test('each cron text that cannot be read is told at its trigger', () => {
  const cron = (text: string) => ({ kind: 'cron', cron: text, zone: 'UTC' })
  assert.deepEqual(faults(sampleDag({ triggers: [cron('0 12 * * *'), cron('61 * * * *'), cron('nonsense')] })), ['/triggers/1/cron CRON', '/triggers/2/cron CRON']) // prettier-ignore
})

for (const [path, why] of [
  ['tasks.tell.output.status', 'does not end before this task'],
  ['tasks.plan.output.runId', 'does not end before this task'],
  ['tasks.nobody.output', 'there is no task nobody'],
  ['tasks.forecast.input', 'of a task, only output can be read'],
  ['params.colour', 'there is no parameter colour'],
  ['params', 'there is no parameter'],
  ['params.constructor', 'there is no parameter constructor'],
  ['run.secret', 'run has run.id'],
  ['env.HOME', 'only tasks, params and run can be read'],
  ['constructor.constructor', 'only tasks, params and run can be read'],
] as const)
  test(`{{ ${path} }} in the input of plan is refused: ${why}`, () => {
    const spec = withTask('plan', { input: { site: `site-{{ ${path} }}` } })
    assert.deepEqual(faults(spec), ['/tasks/1/input/site REFERENCE'])
    assert.ok(messageOf(spec).includes(why), messageOf(spec))
  })

test('an ancestor at any distance may be read, and every name of the run', () => {
  const body = { far: '{{ tasks.forecast.output }}', run: ['{{run.id}}', '{{ run.dag }}', '{{ run.principal }}'] }
  assert.deepEqual(faults(withTask('tell', { input: { url: 'https://example.com', body } })), [])
})

for (const text of ['{{ 1 + 1 }}', '{{ tasks.plan.output', 'plan }}', '{{ }}', '{{ secret("x") }}'])
  test(`braces that hold no path are malformed: ${text}`, () => {
    const spec = withTask('tell', { input: { url: 'https://example.com', body: { list: ['fine', text] } } })
    assert.deepEqual(faults(spec), ['/tasks/3/input/body/list/1 EXPRESSION'])
  })

test('what already stands in an input must fit its kind, at its pointer; what a reference brings is left to the run', () => {
  assert.deepEqual(faults(withTask('plan', { input: { site: 'demo', horizonHours: 99 } })), ['/tasks/1/input/horizonHours TASK_INPUT']) // prettier-ignore
  assert.deepEqual(faults(withTask('plan', { input: {} })), ['/tasks/1/input/site TASK_INPUT'])
  assert.deepEqual(faults(withTask('plan', { input: { site: 'demo', colour: 1 } })), ['/tasks/1/input TASK_INPUT'])
  assert.deepEqual(faults(withTask('tell', { input: { url: 'no url' } })), ['/tasks/3/input/url TASK_INPUT'])
  assert.deepEqual(faults(withTask('plan', { input: { site: '{{ params.site }}', horizonHours: 99 } })), ['/tasks/1/input/horizonHours TASK_INPUT']) // prettier-ignore
})

/** A random graph: each task may need any other. */
const graphs = fc
  .integer({ min: 1, max: 7 })
  .chain((size) =>
    fc.array(fc.subarray(Array.from({ length: size }, (_, i) => i)), { minLength: size, maxLength: size }),
  )

test('a graph has the fault of a circle exactly when no order puts every task behind what it needs', () => {
  fc.assert(fc.property(graphs, (needs) => {
    const tasks = needs.map((list, i) => ({ key: `t${i}`, kind: 'optimize', needs: list.map((n) => `t${n}`), input: { site: 'demo' } }))
    const done = new Set<number>()
    for (let before = -1; before !== done.size; ) {
      before = done.size
      for (const [i, list] of needs.entries()) if (list.every((n) => done.has(n))) done.add(i)
    }
    assert.equal(faults(sampleDag({ tasks })).some((fault) => fault.endsWith('CYCLE')), done.size < needs.length)
  })) // prettier-ignore
})

test('ancestors are those reached over needs, whatever else stands beside them', () => {
  const { tasks } = sampleDag()
  assert.deepEqual([...ancestorsOf(tasks, 'tell')].sort(), ['forecast', 'plan'])
  assert.deepEqual([...ancestorsOf(tasks, 'forecast')], [])
  assert.deepEqual([...ancestorsOf(tasks, 'nobody')], [])
})
