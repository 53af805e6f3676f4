import { Failure } from '@omarino/energy'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { flagVariable, integerVariable, optionalVariable, readBaseConfig, serviceUrl, textVariable, urlVariable } from './env.ts' // prettier-ignore

const CANARY = 'hunter2-canary'
const URL_OF_DATABASE = 'postgres://ems@127.0.0.1/ems'

/** The sentence of a refusal, after a check that it names the variable and not its value. */
function refusal(read: () => unknown, name: string, value: string | undefined): string {
  try {
    read()
  } catch (error) {
    assert.ok(error instanceof Failure && error.code === 'BAD_CONFIGURATION', String(error))
    assert.match(error.message, new RegExp(`^${name} `))
    assert.ok(!value || !error.message.includes(value), `${error.message} holds the value`)
    return error.message
  }
  return assert.fail(`${name} was accepted`)
}

test('a text that is missing or empty is refused by name', () => {
  assert.equal(
    refusal(() => textVariable({}, 'A'), 'A', undefined),
    'A is missing',
  )
  assert.equal(
    refusal(() => textVariable({ A: '' }, 'A'), 'A', ''),
    'A is missing',
  )
  assert.equal(textVariable({ A: 'x' }, 'A', 'y'), 'x')
  assert.equal(textVariable({}, 'A', 'y'), 'y')
  assert.deepEqual([optionalVariable({}, 'A'), optionalVariable({ A: '' }, 'A'), optionalVariable({ A: 'x' }, 'A')], [undefined, undefined, 'x']) // prettier-ignore
})

for (const text of [CANARY, '-1', '1.5', '0x10', '1e3', ' 5', '99', '9999999999999999999'])
  test(`the whole number ${JSON.stringify(text)} is refused where 1 to 10 is asked, without telling it`, () => {
    const sentence = refusal(() => integerVariable({ N: text }, 'N', 5, [1, 10]), 'N', text.trim().length > 2 ? text : undefined) // prettier-ignore
    assert.equal(sentence, 'N must be a whole number from 1 to 10')
  })

test('a whole number inside its bounds is read, and its absence means the default', () => {
  assert.deepEqual([integerVariable({ N: '1' }, 'N', 5, [1, 10]), integerVariable({ N: '10' }, 'N', 5, [1, 10])], [1, 10]) // prettier-ignore
  assert.deepEqual([integerVariable({}, 'N', 5, [1, 10]), integerVariable({ N: '' }, 'N', 5, [1, 10])], [5, 5])
})

test('a URL of another scheme, or no URL, is refused without its password', () => {
  for (const url of [`http://u:${CANARY}@h/`, CANARY, `//${CANARY}`]) {
    const sentence = refusal(() => urlVariable({ U: url }, 'U', ['postgres', 'postgresql']), 'U', CANARY)
    assert.equal(sentence, 'U must be a URL that begins with postgres:// or postgresql://')
  }
})

test('a flag is 0 or 1 and nothing else', () => {
  assert.deepEqual([flagVariable({}, 'F'), flagVariable({ F: '0' }, 'F'), flagVariable({ F: '1' }, 'F')], [false, false, true]) // prettier-ignore
  for (const value of ['yes', 'true', '2']) refusal(() => flagVariable({ F: value }, 'F'), 'F', value)
})

test('the base configuration is frozen and has a default for all but the database', () => {
  const config = readBaseConfig({ DATABASE_URL: URL_OF_DATABASE }, 'forecast')
  assert.deepEqual(config, {
    service: 'forecast', host: '127.0.0.1', port: 8001, databaseUrl: URL_OF_DATABASE, databaseMode: 'external', redisUrl: undefined,
    logLevel: 'info', supervised: false, production: false,
  }) // prettier-ignore
  assert.ok(Object.isFrozen(config))
  refusal(() => readBaseConfig({}, 'forecast'), 'DATABASE_URL', undefined)
})

for (const [name, value] of [
  ['DATABASE_URL', `mysql://u:${CANARY}@h/`],
  ['REDIS_URL', `http://:${CANARY}@h/`],
  ['EMS_FORECAST_PORT', CANARY],
  ['EMS_SUPERVISED', CANARY],
  ['EMS_LOG_LEVEL', CANARY],
] as const)
  // prettier-ignore
  test(`an absurd ${name} stops the start with a sentence that does not hold it`, () => {
    refusal(() => readBaseConfig({ DATABASE_URL: URL_OF_DATABASE, [name]: value }, 'forecast'), name, CANARY)
  })

test('another service is found by its port, or by its address where one is given', () => {
  assert.equal(serviceUrl({ EMS_OPTIMIZE_PORT: '9000' }, 'optimize'), 'http://127.0.0.1:9000')
  assert.equal(serviceUrl({ EMS_OPTIMIZE_URL: 'https://plans.example' }, 'optimize'), 'https://plans.example')
})
