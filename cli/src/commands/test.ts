import { globSync, statSync } from 'node:fs'
import path from 'node:path'
import { run as runTests } from 'node:test'
import { spec } from 'node:test/reporters'
import { removeCluster, removeLeftClusters, startPostgres } from '../embedded-postgres.ts'
import type { PostgresServer } from '../embedded-postgres.ts'
import { ROOT } from '../folders.ts'
import { buildWeb } from '../system/build-web.ts'
import { bringDebianPackages } from '../system/debian-packages.ts'
import { freePort } from '../system/ports.ts'
import { readOptions, UsageError } from '../usage.ts'
import { runChecks } from './check.ts'
import { say } from './start.ts'

const ROOMS = ['packages', 'services', 'web', 'cli', 'bench', 'examples', 'e2e']
const TEST_TIMEOUT_MS = 10 * 60_000

interface Count {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

function testFiles(paths: readonly string[]): string[] {
  if (paths.length === 0)
    return ROOMS.flatMap((room) =>
      globSync(`${room}/**/*.test.ts`, {
        cwd: ROOT,
        exclude: (name) => name.includes('node_modules') || name.endsWith('/dist'),
      }),
    )
  return paths.flatMap((given) => {
    const place = path.resolve(given)
    const stats = statSync(place, { throwIfNoEntry: false })
    if (!stats) throw new UsageError(`there is no ${given}`)
    return stats.isDirectory()
      ? globSync(`${place}/**/*.test.ts`, { exclude: (name) => name.includes('node_modules') })
      : [place]
  })
}

/** Runs test files in processes of their own and counts single tests, not files. */
async function runFiles(files: readonly string[], concurrency: number): Promise<Count> {
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 }
  const stream = runTests({
    files: files.map((file) => path.resolve(ROOT, file)),
    concurrency,
    timeout: TEST_TIMEOUT_MS,
  })
  let count: Count = { passed: 0, failed: 0, skipped: 0 }
  stream.on('test:summary', ({ file, counts }) => {
    if (file === undefined)
      count = {
        passed: counts.passed,
        failed: counts.tests - counts.passed - counts.skipped - counts.todo,
        skipped: counts.skipped,
      }
  })
  const output = stream.compose(spec)
  output.pipe(process.stdout, { end: false })
  await new Promise((resolve, reject) => output.once('end', resolve).once('error', reject))
  return count
}

async function startTestDatabase(cluster: string): Promise<PostgresServer | undefined> {
  if (process.env['EMS_TEST_DATABASE_URL']) return undefined
  // A test run outlives no crash of the machine, so the disk need not be waited for.
  const server = await startPostgres({
    cluster,
    port: await freePort(),
    log: say,
    settings: ['fsync=off', 'full_page_writes=off', 'max_connections=200'],
  })
  process.env['EMS_TEST_DATABASE_URL'] = server.url
  return server
}

export async function run(argv: readonly string[]): Promise<number> {
  const { positionals } = readOptions(argv, {}, { max: 1000 })
  bringDebianPackages(say)
  const started = performance.now()
  const checks = positionals.length === 0 ? await runChecks(false) : { passed: 0, failed: 0 }
  const files = testFiles(positionals)
  const isEndToEnd = (file: string): boolean => path.relative(ROOT, path.resolve(ROOT, file)).startsWith('e2e')
  removeLeftClusters('test')
  const cluster = `test-${process.pid}`
  const server = await startTestDatabase(cluster)
  try {
    if (files.some(isEndToEnd)) await buildWeb(say)
    const parts = [
      await runFiles(
        files.filter((file) => !isEndToEnd(file)),
        2,
      ),
      await runFiles(files.filter(isEndToEnd), 1),
    ]
    const sum = (name: keyof Count): number => parts.reduce((total, part) => total + part[name], 0)
    const [passed, failed, skipped] = [checks.passed + sum('passed'), checks.failed + sum('failed'), sum('skipped')]
    say(`took ${((performance.now() - started) / 1000).toFixed(0)} s`)
    process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`)
    return failed === 0 ? 0 : 1
  } finally {
    await server?.stop()
    if (server) removeCluster(cluster)
  }
}
