import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '@omarino/energy'
import { grid, load, siteOf } from '../sites.ts'
import { solverFor } from './backend.ts'
import { createHighsSolver } from './highs.ts'

const own = await createHighsSolver()
const site = siteOf(1, [load(1), grid(0.1)])
const asked = { ...site, solver: { backend: 'exec' as const } }
const ran: string[] = []
const run = (path: string) => {
  ran.push(path)
  return { output: 'Welcome to the CBC MILP Solver\nVersion: 2.10.8', files: {}, exitCode: 0, killed: false, wallMs: 1 }
}

test('a request without a wish is solved in this process, one that wants a program by that', () => {
  assert.equal(solverFor(site, own, { path: '/usr/bin/cbc', run }), own)
  assert.equal(solverFor(asked, own, { path: '/usr/bin/cbc', run }).backend, 'exec')
  assert.deepEqual(ran, ['/usr/bin/cbc'])
})

test('a wish for a program is refused where none is named, and where it is no solver that is known', () => {
  for (const path of [undefined, '/bin/sh'])
    assert.throws(
      () => solverFor(asked, own, { path, run }),
      (error) => error instanceof Failure && error.code === 'BACKEND_ABSENT' && error.pointer === '/solver/backend',
    )
})
