import { POLICY } from '@omarino/contracts'
import { VERSION } from '@omarino/platform'
import { execFile } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from '../folders.ts'

const FILE = path.join(ROOT, 'docs', 'openapi.json')
const SERVICES = ['gateway', 'timeseries', 'forecast', 'optimize', 'scheduler']

interface Document {
  readonly paths: Record<string, Record<string, Record<string, unknown>>>
  readonly components?: { readonly schemas?: Record<string, unknown> }
}

async function describe(service: string): Promise<Document> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [path.join(ROOT, `services/${service}/src/main.ts`), '--openapi'],
    { maxBuffer: 64 * 1024 * 1024 },
  )
  return JSON.parse(stdout) as Document
}

/** The union of what the services register, with the role of each route: one document, in the order of its paths. */
export async function makeOpenApi(): Promise<string> {
  const documents = await Promise.all(SERVICES.map(describe))
  const paths: Document['paths'] = {}
  for (const document of documents)
    for (const [place, methods] of Object.entries(document.paths)) paths[place] = { ...paths[place], ...methods }
  for (const { method, path: route, access } of POLICY) {
    const operation = paths[route.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
    if (operation)
      Object.assign(operation, { 'x-access': access, ...(access === 'public' ? {} : { security: [{ bearer: [] }] }) })
  }
  const sorted = <T>(record: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
  const schemas = Object.assign({}, ...documents.map((document) => document.components?.schemas ?? {})) as Record<
    string,
    unknown
  >
  const union = {
    openapi: '3.1.0',
    info: { title: 'OMARINO EMS', version: VERSION, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: 'http://localhost:5000' }, { url: 'http://localhost:5000/v1' }],
    paths: sorted(paths),
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } }, schemas: sorted(schemas) },
  }
  return `${JSON.stringify(union, null, 2)}\n`
}

/** Compares the committed document with the routes. @returns what is wrong, or undefined */
export async function checkOpenApi(fix: boolean): Promise<string | undefined> {
  const made = await makeOpenApi()
  if (existsSync(FILE) && readFileSync(FILE, 'utf8') === made) return undefined
  if (fix) {
    writeFileSync(FILE, made)
    return undefined
  }
  return 'docs/openapi.json differs from the routes: run ./ems check --fix\n'
}
