import { Failure } from '@omarino/energy'
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from '../folders.ts'

const WEB = path.join(ROOT, 'web')
const SOURCES = [
  'web/src',
  'web/index.html',
  'web/vite.config.ts',
  'packages/energy/src',
  'packages/contracts/src',
  'package-lock.json',
]

function* filesOf(place: string): Generator<string> {
  if (!existsSync(place)) return
  if (statSync(place).isFile()) {
    yield place
    return
  }
  for (const name of readdirSync(place).sort()) yield* filesOf(path.join(place, name))
}

function sourcesHash(): string {
  const hash = createHash('sha256')
  for (const source of SOURCES)
    for (const file of filesOf(path.join(ROOT, source))) hash.update(file).update(readFileSync(file))
  return hash.digest('hex')
}

/** Builds the web application when its sources changed since the last build. */
export async function buildWeb(say: (line: string) => void): Promise<void> {
  const stamp = path.join(WEB, 'dist', '.sources')
  const hash = sourcesHash()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return
  say('building the web application')
  const output: Buffer[] = []
  const code = await new Promise<number | null>((resolve, reject: (error: Error) => void) => {
    const child = spawn(
      process.execPath,
      [path.join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', WEB, '--logLevel', 'warn'],
      { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] },
    )
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk))
    child.once('error', reject)
    child.once('exit', resolve)
  })
  if (code !== 0)
    throw new Failure(
      'unavailable',
      'WEB_BUILD_FAILED',
      `the web application could not be built: ${Buffer.concat(output).toString('utf8').slice(-1500)}`,
    )
  writeFileSync(stamp, hash)
}
