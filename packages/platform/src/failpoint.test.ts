import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { createFailpoint } from './failpoint.ts'

const MODULE = new URL('./failpoint.ts', import.meta.url).href

/** Passes the places in a process of its own; tells after which passes it still lived and how it ended. */
function pass(setting: string, places: readonly string[]): string {
  const program = `const { createFailpoint } = await import(${JSON.stringify(MODULE)}); const fail = createFailpoint(process.argv[1])
    const { writeSync } = await import('node:fs')
    for (const place of process.argv.slice(2)) { fail(place); writeSync(1, place + ' ') }`
  const { stdout, signal } = spawnSync(process.execPath, ['--input-type=module', '-e', program, setting, ...places], {
    encoding: 'utf8',
  })
  return `${stdout}${signal ?? 'end'}`
}

test('without a setting no place kills', () => {
  for (const setting of [undefined, '']) createFailpoint(setting)('before-commit')
})

test('a process dies by SIGKILL at the pass that was named, at no other place and no other pass', () => {
  assert.equal(pass('commit', ['effect', 'commit']), 'effect SIGKILL')
  assert.equal(pass('commit:2', ['commit', 'effect', 'commit']), 'commit effect SIGKILL')
  assert.equal(pass('commit:3,effect', ['commit', 'commit', 'effect']), 'commit commit SIGKILL')
  assert.equal(pass('commit', ['commits', 'effect']), 'commits effect end')
})

test('with a file only the first process dies, and the place passes from then on', (t) => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'ems-failpoint-'))
  t.after(() => rmSync(dir, { recursive: true }))
  const setting = `commit@${path.join(dir, 'died')}`
  assert.equal(pass(setting, ['commit']), 'SIGKILL')
  assert.equal(pass(setting, ['commit', 'commit']), 'commit commit end')
})
