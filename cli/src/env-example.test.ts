import { DEFAULT_PORTS } from '@omarino/platform'
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { ROOT } from './folders.ts'

const NOT_OURS = ['PATH'] // the system's own
const READER = /\b\w+Variable\(\s*env,\s*'(\w+)'/g
const PLAIN = /\benv\[['"](\w+)['"]\]|\bprocess\.env\.(\w+)/g
const BASE = /\breadBaseConfig\(/ // reads the port of the process
const ADDRESS = /\bserviceUrl\(env, '(\w+)'/g // reads port and address of another process

const sources = (): string[] =>
  globSync('{packages,services,cli}/**/*.ts', { cwd: ROOT })
    .concat(globSync('web/server/**/*.ts', { cwd: ROOT }))
    .filter((file) => !/node_modules|\.test\.ts$|\/sample-[\w-]+\.ts$|-sample\.ts$/.test(file)) // samples serve tests
    .map((file) => readFileSync(path.join(ROOT, file), 'utf8'))

/** Names of the variables that a text of TypeScript reads. */
function namesIn(text: string): string[] {
  const addresses = [...text.matchAll(ADDRESS)].map(([, service]) => service.toUpperCase())
  return [
    ...[...text.matchAll(READER)].map(([, name]) => name),
    ...[...text.matchAll(PLAIN)].map(([, quoted, dotted]) => quoted ?? dotted),
    ...addresses.flatMap((service) => [`EMS_${service}_URL`, `EMS_${service}_PORT`]),
    ...(BASE.test(text) ? Object.keys(DEFAULT_PORTS).map((service) => `EMS_${service.toUpperCase()}_PORT`) : []),
  ]
}

const read = new Set(
  sources()
    .flatMap(namesIn)
    .filter((name) => !NOT_OURS.includes(name)),
)
const listed = [...readFileSync(path.join(ROOT, '.env.example'), 'utf8').matchAll(/^# ?([A-Z]\w*)=/gm)].map(
  ([, name]) => name,
)

test('the ways to read a variable are all recognised', () => {
  const text = `textVariable(env, 'A1', 'x'); portVariable(\n env,\n 'B', 1); process.env['C'] ?? env["D"]; process.env.E; serviceUrl(env, 'web')`
  assert.deepEqual(namesIn(text), ['A1', 'B', 'C', 'D', 'E', 'EMS_WEB_URL', 'EMS_WEB_PORT'])
})

test('every variable that the sources read stands in .env.example', () => {
  assert.ok(read.size > 30, `only ${read.size} were found in the sources`)
  assert.deepEqual([...read].filter((name) => !listed.includes(name)).sort(), [])
})

test('every variable of .env.example is read somewhere, and stands there once', () => {
  assert.deepEqual(
    listed.filter((name, i) => !read.has(name) || listed.indexOf(name) !== i),
    [],
  )
})
