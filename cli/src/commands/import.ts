import type { Import, JobAccepted } from '@omarino/contracts'
import { DEFAULT_PORTS } from '@omarino/platform'
import { createReadStream, existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { createApi } from '../system/api.ts'
import { followImport } from '../system/follow.ts'
import { readOptions, UsageError } from '../usage.ts'

export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, { gateway: { type: 'string' } }, { max: 1 })
  const [file] = positionals
  if (file === undefined) throw new UsageError('name the file to import: ./ems import FILE')
  if (!existsSync(file) || !statSync(file).isFile()) throw new UsageError(`there is no file ${file}`)
  const api = createApi(values.gateway ?? process.env['EMS_GATEWAY_URL'] ?? `http://127.0.0.1:${DEFAULT_PORTS.gateway}`)
  const type = file.endsWith('.gz') ? 'application/gzip' : 'text/csv'
  const job = await api.upload<JobAccepted>(
    `/timeseries/imports?name=${encodeURIComponent(path.basename(file))}`,
    createReadStream(file),
    type,
  )
  const done = await followImport(api, job.id)
  process.stdout.write(`${summary(done)}\n`)
  return done.state === 'succeeded' && done.rejected === 0 ? 0 : 1
}

function summary(done: Import): string {
  if (done.state !== 'succeeded') return `the import ${done.state}: ${done.error?.message ?? 'no reason was given'}`
  const rejects =
    done.rejected > 0 ? `; ${done.rejected} rows rejected, see /timeseries/imports/${done.id}/rejects.csv` : ''
  return `${done.accepted} rows accepted: ${done.written} written, ${done.accepted - done.written} unchanged or doubled${rejects}`
}
