import fc from 'fast-check'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findMalformed, findReferences, resolveInput } from './task-template.ts'
import type { TaskContext } from './task.ts'

const context: TaskContext = {
  params: { site: 'demo', levels: [0.1, 0.9], none: null },
  run: { id: 'r-1', dag: 'daily', scheduledFor: '2026-03-01T00:00:00.000Z', principal: null },
  outputs: { forecast: { issueTime: '2026-03-01T00:00:00.000Z', rows: 3 } },
}

test('a reference alone keeps the type of what it names; inside text it becomes text', () => {
  const input = {
    levels: '{{ params.levels }}',
    rows: ' {{tasks.forecast.output.rows}} ',
    principal: '{{ run.principal }}',
    text: 'site {{ params.site }}: {{ tasks.forecast.output.rows }} of {{ params.levels }}',
    deep: [{ at: '{{ run.scheduledFor }}' }, 7, true],
  }
  assert.deepEqual(resolveInput(input, context), {
    levels: [0.1, 0.9],
    rows: 3,
    principal: null,
    text: 'site demo: 3 of [0.1,0.9]',
    deep: [{ at: '2026-03-01T00:00:00.000Z' }, 7, true],
  })
})

test('a path that names nothing is an error that says where it ends, and prototypes are nothing', () => {
  const refused = { code: 'REFERENCE_EMPTY' }
  assert.throws(() => resolveInput('{{ tasks.import.output.rows }}', context), {
    ...refused,
    message: '{{ tasks.import.output.rows }} names nothing: there is no import',
  })
  for (const path of ['params.site.length', 'params.constructor', 'params.none.x', 'env.HOME', 'tasks.__proto__'])
    assert.throws(() => resolveInput(`{{ ${path} }}`, context), refused)
})

test('references and braces that are none are found with the place where they stand', () => {
  const input = { a: ['{{ params.x }} and {{ run.id }}'], b: { c: '{{ 1 + 1 }}', d: '}}', e: '{{ params.ok }}' } }
  assert.deepEqual(findReferences(input), [
    { path: 'params.x', pointer: '/a/0' },
    { path: 'run.id', pointer: '/a/0' },
    { path: 'params.ok', pointer: '/b/e' },
  ])
  assert.deepEqual(findMalformed(input), ['/b/c', '/b/d'])
})

test('input without braces comes through unchanged, whatever it is', () => {
  const plain = fc.jsonValue({ maxDepth: 5 }).filter((value) => !/\{\{|\}\}/.test(JSON.stringify(value)))
  fc.assert(fc.property(plain, (value) => assert.deepEqual(resolveInput(value, context), value)))
})

test('input nested without end is refused instead of overflowing the stack', () => {
  let input: unknown = 1
  for (let depth = 0; depth < 50; depth += 1) input = [input]
  assert.throws(() => resolveInput(input, context), { code: 'INPUT_TOO_DEEP' })
})
