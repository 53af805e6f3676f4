import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { runProgram } from './run-program.ts'

const AGES_MS = 120_000
const shell = (script: string, killAfterMs = AGES_MS, files: Record<string, string> = {}) =>
  runProgram('/bin/sh', { args: ['-c', script], files, wanted: ['out.txt', 'absent.txt'], killAfterMs })

test('files go in, wanted files come out, and what was not written is null', () => {
  const { files, output, exitCode, killed } = shell(
    'cat in.txt > out.txt; echo said; echo warned >&2; exit 3',
    AGES_MS,
    {
      'in.txt': 'text',
    },
  )
  assert.deepEqual(files, { 'out.txt': 'text', 'absent.txt': null })
  assert.deepEqual([output, exitCode, killed], ['said\nwarned\n', 3, false])
})

test('a program past its time is killed and told as such', () => {
  const { killed, exitCode, files } = shell('echo begun > out.txt; exec sleep 120', 500)
  assert.deepEqual([killed, exitCode, files['out.txt']], [true, null, 'begun\n'])
})

test('its folder is gone afterwards, and secrets of this process are not in its environment', () => {
  process.env['EMS_RUN_PROGRAM_TEST'] = 'secret'
  const { output } = shell('pwd; env')
  delete process.env['EMS_RUN_PROGRAM_TEST']
  const [folder] = output.split('\n')
  assert.match(folder, /ems-program-/)
  assert.equal(runProgram('/bin/ls', { args: [folder], files: {}, wanted: [], killAfterMs: AGES_MS }).exitCode, 2)
  assert.doesNotMatch(output, /EMS_RUN_PROGRAM_TEST/)
})

test('a program that is not there has no exit code 0 and no files', () => {
  const { exitCode, killed } = runProgram('/nowhere/solver', { args: [], files: {}, wanted: [], killAfterMs: AGES_MS })
  assert.ok(exitCode !== 0 && !killed)
})

test(
  'a program dies with the process that waits for it',
  { skip: process.platform !== 'linux' && 'Linux only' },
  async (t) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'ems-run-program-'))
    t.after(() => rmSync(folder, { recursive: true }))
    const pidFile = path.join(folder, 'pid')
    const module = JSON.stringify(new URL('./run-program.ts', import.meta.url).href)
    const call = { args: ['-c', `echo $$ > ${pidFile}; exec sleep 120`], files: {}, wanted: [], killAfterMs: AGES_MS }
    const script = `import { runProgram } from ${module}; runProgram('/bin/sh', ${JSON.stringify(call)})`
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' })
    while (!existsSync(pidFile) || !readFileSync(pidFile, 'utf8').endsWith('\n')) await sleep(20)
    const pid = +readFileSync(pidFile, 'utf8')
    assert.equal(isAlive(pid), true)
    parent.kill('SIGKILL')
    while (isAlive(pid)) await sleep(20) // the test run's own time limit is the deadline
  },
)

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
