import { spawn } from 'node:child_process'
import path from 'node:path'
import { ROOT } from '../folders.ts'
import { checkOpenApi } from '../system/openapi.ts'
import { readOptions } from '../usage.ts'

const BIN = path.join(ROOT, 'node_modules')

interface Step {
  readonly name: string
  run(): Promise<string | undefined>
}

/** Runs a tool of node_modules; its output is the fault when it fails. */
function tool(entry: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(BIN, entry), ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const output: Buffer[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk))
    child.once('error', reject)
    child.once('exit', (code) => resolve(code === 0 ? undefined : Buffer.concat(output).toString('utf8')))
  })
}

const steps = (fix: boolean): Step[] => [
  { name: 'types', run: () => tool('typescript/bin/tsc', ['-p', '.']) },
  {
    name: 'lint',
    run: () =>
      tool('eslint/bin/eslint.js', [
        '.',
        '--max-warnings',
        '0',
        '--cache',
        '--cache-location',
        'node_modules/.cache/eslint',
        ...(fix ? ['--fix'] : []),
      ]),
  },
  {
    name: 'format',
    run: () => tool('prettier/bin/prettier.cjs', [fix ? '--write' : '--check', '.', '--log-level', 'warn', '--cache']),
  },
  {
    name: 'arrows',
    run: () =>
      tool('dependency-cruiser/bin/dependency-cruise.mjs', [
        'packages',
        'services',
        'web',
        'cli',
        'bench',
        'e2e',
        'examples',
      ]),
  },
  { name: 'openapi', run: () => checkOpenApi(fix) },
]

/** Every static check; the number of those that passed and failed. */
export async function runChecks(fix: boolean): Promise<{ passed: number; failed: number }> {
  let [passed, failed] = [0, 0]
  for (const { name, run } of steps(fix)) {
    const started = performance.now()
    const fault = await run()
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    if (fault === undefined) passed += 1
    else failed += 1
    process.stdout.write(`${fault === undefined ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)\n${fault ?? ''}`)
  }
  return { passed, failed }
}

export async function run(argv: readonly string[]): Promise<number> {
  const { values } = readOptions(argv, { fix: { type: 'boolean' } }, { max: 0 })
  const { passed, failed } = await runChecks(values.fix ?? false)
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  return failed === 0 ? 0 : 1
}
