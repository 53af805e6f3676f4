import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDocument, writeDocument } from './document.ts'
import { templateSpec } from './template.ts'

const spec = templateSpec({
  key: 'k',
  name: 'n',
  site: 's',
  cron: '0 1 * * *',
  zone: 'UTC',
  file: '',
  series: ['a'],
  webhook: '',
})

test('a document reads as what was written', () => {
  const reading = readDocument(writeDocument(spec))
  assert.ok('spec' in reading)
  assert.deepEqual(reading.spec, spec)
})

test('a text that is no workflow is a fault, never half a workflow', () => {
  for (const text of ['{', '[]', 'null', '{"tasks": 3}']) assert.ok('fault' in readDocument(text), text)
})
