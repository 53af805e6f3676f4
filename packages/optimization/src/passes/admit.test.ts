import assert from 'node:assert/strict'
import { test } from 'node:test'
import { admitModel } from './admit.ts'

const model = (binaries: number, nonzeros: number) => ({ binaries, values: new Float64Array(nonzeros) })

test('a model at both limits is taken', () => {
  admitModel(model(20_000, 600_000))
})

test('one more of either is refused, with the counts and the limit', () => {
  const refuses = (binaries: number, nonzeros: number, message: RegExp): void =>
    assert.throws(() => admitModel(model(binaries, nonzeros)), { kind: 'invalid', code: 'MODEL_TOO_LARGE', message })
  refuses(20_001, 7, /20001 on\/off decisions and 7 coefficients; at most 20000 on\/off decisions/)
  refuses(0, 600_001, /0 on\/off decisions and 600001 coefficients; at most 600000 coefficients/)
})
