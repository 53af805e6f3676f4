import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from '../folders.ts'

const ENTRIES = ['gateway', 'timeseries', 'forecast', 'optimize', 'scheduler'].map(
  (name) => `services/${name}/src/main.ts`,
)

/**
 * Fills Node's compile cache once per state of the sources, by loading each service for a moment: processes that find it
 * there never load the type stripper, which costs each some 20 MiB (measured).
 */
export async function warmCompileCache(say: (line: string) => void): Promise<void> {
  const dir = process.env['NODE_COMPILE_CACHE']
  if (dir === undefined) return
  const hash = createHash('sha256').update(process.version)
  for (const file of globSync('{packages,services,web/server}/**/*.ts', { cwd: ROOT }).sort())
    hash.update(file).update(readFileSync(path.join(ROOT, file)))
  const stamp = path.join(dir, `warm-${hash.digest('hex').slice(0, 16)}`)
  if (existsSync(stamp)) return
  say('preparing the code')
  await Promise.all(
    ENTRIES.map((entry) =>
      promisify(execFile)(process.execPath, [path.join(ROOT, entry), '--openapi'], { maxBuffer: 64 * 1024 * 1024 }),
    ),
  )
  mkdirSync(dir, { recursive: true })
  writeFileSync(stamp, '')
}
