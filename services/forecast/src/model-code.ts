import { VERSION } from '@omarino/platform'
import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Names the code that fits and forecasts: our version, and a hash over the sources of the library. A fitted state meets no
 * other code than that which made it, also between two versions.
 */
export function modelCode(): string {
  const folder = path.dirname(fileURLToPath(import.meta.resolve('@omarino/forecasting')))
  const files = globSync('**/*.ts', { cwd: folder }).filter((file) => !/\.test\.ts$|sample-[\w-]+\.ts$/.test(file)).sort() // prettier-ignore
  const hash = createHash('sha256')
  for (const file of files) hash.update(file).update(readFileSync(path.join(folder, file)))
  return `${VERSION}+${hash.digest('hex').slice(0, 12)}`
}
