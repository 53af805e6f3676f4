import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { ProgramAnswer, ProgramCall } from '@omarino/contracts'

const SETPRIV = '/usr/bin/setpriv' // part of every Linux; without it a program may outlive a killed parent
const OUTPUT_BYTES = 64 * 1024 * 1024

/**
 * Runs a program and waits for it, the event loop standing still: for computing processes and the command line only.
 * It sees no environment but PATH and one thread for OpenMP, and on Linux dies with this process.
 */
export function runProgram(program: string, call: ProgramCall): ProgramAnswer {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ems-program-'))
  try {
    for (const [name, text] of Object.entries(call.files)) writeFileSync(path.join(folder, name), text)
    const [command, ...before] = existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', 'KILL', '--', program] : [program]
    const startedMs = performance.now()
    const { status, stdout, stderr, error } = spawnSync(command, [...before, ...call.args], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], LANG: 'C', OMP_NUM_THREADS: '1' },
      killSignal: 'SIGKILL',
      maxBuffer: OUTPUT_BYTES,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: Math.ceil(call.killAfterMs),
    })
    return {
      killed: error !== undefined && 'code' in error && error.code === 'ETIMEDOUT',
      exitCode: status,
      output: `${stdout ?? ''}${stderr ?? ''}`,
      files: Object.fromEntries(call.wanted.map((name) => [name, readIfThere(path.join(folder, name))])),
      wallMs: performance.now() - startedMs,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const readIfThere = (file: string): string | null => (existsSync(file) ? readFileSync(file, 'utf8') : null)
