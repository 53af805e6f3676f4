import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readOptions, UsageError } from './usage.ts'

const options = { once: { type: 'boolean' }, port: { type: 'string', multiple: true } } as const
const refusal = (...argv: string[]): string => {
  try {
    readOptions(argv, options, { max: 1 })
  } catch (error) {
    assert.ok(error instanceof UsageError)
    return error.message
  }
  return 'nothing'
}

test('declared options and arguments are read', () => {
  const { values, positionals } = readOptions(['--once', '--port', 'a=1', '--port=b=2', 'file'], options, { max: 1 })
  assert.deepEqual([values.once, values.port, positionals], [true, ['a=1', 'b=2'], ['file']])
})

test('what is not declared is refused in one sentence that names it', () => {
  assert.equal(refusal('--twice'), "Unknown option '--twice'")
  assert.match(refusal('--port'), /^Option '--port <value>' argument missing$/)
  assert.match(refusal('--once=yes'), /^Option '--once' does not take an argument$/)
  assert.equal(refusal('one', 'two'), 'unexpected argument two')
})
