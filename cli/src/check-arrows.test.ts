import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { ROOT } from './folders.ts'

// A copy of the rooms with one file each, so that the working tree stays as it is.
const tree = mkdtempSync(path.join(os.tmpdir(), 'ems-arrows-'))
after(() => rmSync(tree, { recursive: true }))

const PACKAGES = ['energy', 'forecasting', 'optimization', 'contracts', 'store', 'platform']
const THIRD_PARTIES = ['highs', 'zod', 'pg', 'fastify', 'bullmq']
const ROOMS = ['packages', 'services', 'web', 'cli', 'bench', 'e2e', 'examples']

/** What each rule is there to stop: a file, and the import in it. Several rules may stop the same import. */
const PLANTED: readonly (readonly [rule: string, file: string, imported: string, kind?: 'type'])[] = [
  ['no-unresolvable', 'packages/store/src/lost.ts', './absent.ts'],
  ['energy-imports-nothing', 'packages/energy/src/planted-room.ts', '@omarino/contracts'],
  ['energy-no-third-party', 'packages/energy/src/planted-node.ts', 'node:fs'],
  ['energy-no-third-party', 'packages/energy/src/planted-party.ts', 'zod'],
  ['forecasting-imports', 'packages/forecasting/src/planted-room.ts', '@omarino/store'],
  ['forecasting-imports', 'packages/forecasting/src/planted-twin.ts', '@omarino/optimization'],
  ['forecasting-pure', 'packages/forecasting/src/planted-node.ts', 'node:fs'],
  ['forecasting-pure', 'packages/forecasting/src/planted-party.ts', 'pg'],
  ['optimization-imports', 'packages/optimization/src/planted-room.ts', '@omarino/forecasting'],
  ['optimization-pure', 'packages/optimization/src/planted-solver.ts', 'highs'],
  ['optimization-pure', 'packages/optimization/src/planted-node.ts', 'node:os'],
  ['optimization-solvers', 'packages/optimization/src/solvers/planted.ts', 'pg'],
  ['pure-packages-take-types-only', 'packages/forecasting/src/planted-code.ts', '@omarino/contracts'],
  ['pure-packages-take-types-only', 'packages/optimization/src/planted-code.ts', '@omarino/contracts'],
  ['planned-sites-for-tests', 'packages/optimization/src/planted-plan.ts', './planned-sites.ts'],
  ['contracts-imports', 'packages/contracts/src/planted-room.ts', '@omarino/store'],
  ['contracts-zod', 'packages/contracts/src/planted-node.ts', 'node:fs'],
  ['contracts-zod', 'packages/contracts/src/planted-party.ts', 'pg'],
  ['store-imports', 'packages/store/src/planted-room.ts', '@omarino/platform'],
  ['store-no-http', 'packages/store/src/planted-http.ts', 'node:http'],
  ['store-no-http', 'packages/store/src/planted-server.ts', 'fastify'],
  ['store-no-http', 'packages/store/src/planted-queue.ts', 'bullmq'],
  ['platform-imports', 'packages/platform/src/planted-store.ts', '@omarino/store'],
  ['platform-imports', 'packages/platform/src/planted-model.ts', '@omarino/forecasting', 'type'],
  ['service-imports', 'services/one/src/planted-room.ts', '../../../cli/src/index.ts'],
  ['no-service-to-service', 'services/one/src/planted-service.ts', '../../two/src/index.ts'],
  ['no-service-to-service', 'services/one/src/planted.test.ts', '../../two/src/index.ts'],
  ['web-src-imports', 'web/src/planted-room.ts', '@omarino/platform'],
  ['web-src-imports', 'web/src/planted-server.ts', '../server/index.ts'],
  ['web-src-types-only', 'web/src/planted-code.ts', '@omarino/contracts'],
  ['web-server-imports', 'web/server/planted-model.ts', '@omarino/optimization'],
  ['web-server-imports', 'web/server/planted-service.ts', '../../services/one/src/index.ts'],
  ['cli-imports', 'cli/src/planted-service.ts', '../../services/one/src/index.ts'],
  ['cli-imports', 'cli/src/planted-web.ts', '../../web/src/index.ts'],
  ['bench-imports', 'bench/planted-service.ts', '../services/one/src/index.ts'],
  ['examples-imports', 'examples/planted-service.ts', '../services/one/src/index.ts'],
  ['e2e-imports', 'e2e/planted-service.ts', '../services/one/src/index.ts'],
  ['e2e-imports', 'e2e/planted-cli.ts', '../cli/src/index.ts', 'type'],
  ['one-door', 'services/one/src/planted-door.ts', '../../../packages/energy/src/inner.ts'],
  ['one-door', 'cli/src/planted-door.ts', '../../packages/store/src/inner.ts'],
  ['one-door-between-packages', 'packages/store/src/planted-door.ts', '../../energy/src/inner.ts'],
  ['no-cycle', 'packages/store/src/planted-half.ts', './second-half.ts'], // a ring is reported once
]

/** Imports that the table allows: none of them may be reported. */
const ALLOWED: readonly (readonly [file: string, imported: string, kind?: 'type'])[] = [
  ['packages/forecasting/src/model.ts', '@omarino/energy'],
  ['packages/forecasting/src/types.ts', '@omarino/contracts', 'type'],
  ['packages/optimization/src/solvers/highs.ts', 'highs'],
  ['packages/optimization/src/planned-sites.ts', '@omarino/contracts'],
  ['packages/optimization/src/plan.test.ts', './planned-sites.ts'],
  ['packages/contracts/src/shape.ts', 'zod'],
  ['packages/store/src/points.ts', 'pg'],
  ['packages/store/src/folder.ts', 'node:fs'],
  ['packages/store/src/second-half.ts', './planted-half.ts'],
  ['packages/platform/src/server.ts', 'fastify'],
  ['packages/platform/src/contract.ts', '@omarino/contracts'],
  ['services/one/src/run.ts', '@omarino/store'],
  ['services/one/src/app.ts', './index.ts'],
  ['web/src/chart.ts', '@omarino/contracts', 'type'],
  ['web/server/session.ts', '@omarino/store'],
  ['cli/src/run.ts', '@omarino/platform'],
  ['cli/src/bench.ts', '../../bench/index.ts'],
  ['bench/case.ts', '@omarino/optimization'],
  ['examples/program.ts', '@omarino/energy'],
  ['e2e/journey.ts', '@omarino/contracts'],
  ['packages/energy/src/random.test.ts', 'node:fs'],
]

function place(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(tree, file)), { recursive: true })
  writeFileSync(path.join(tree, file), text)
}
const importOf = (imported: string, kind?: 'type'): string =>
  kind === 'type' ? `import type { door } from '${imported}'\nexport type Door = typeof door\n` : `import { door } from '${imported}'\nexport const inner = door\n` // prettier-ignore

function makeTree(): void {
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json'])
    copyFileSync(path.join(ROOT, file), path.join(tree, file))
  const dependencies = Object.fromEntries(THIRD_PARTIES.map((name) => [name, '1.0.0']))
  place('package.json', JSON.stringify({ type: 'module', dependencies }))
  for (const name of THIRD_PARTIES) {
    place(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }))
    place(`node_modules/${name}/index.js`, 'exports.door = 1\n')
  }
  mkdirSync(path.join(tree, 'node_modules/@omarino'))
  for (const name of PACKAGES) {
    const door = { name: `@omarino/${name}`, type: 'module', exports: { '.': './src/index.ts' } }
    place(`packages/${name}/package.json`, JSON.stringify(door))
    place(`packages/${name}/src/inner.ts`, 'export const door = 1\n')
    symlinkSync(`../../packages/${name}`, path.join(tree, 'node_modules/@omarino', name))
  }
  const indexes = ['services/one/src', 'services/two/src', 'cli/src', 'web/src', 'web/server', 'bench', ...PACKAGES.map((name) => `packages/${name}/src`)] // prettier-ignore
  for (const folder of indexes) place(`${folder}/index.ts`, 'export const door = 1\n')
  for (const [file, imported, kind] of ALLOWED) place(file, importOf(imported, kind))
  for (const [, file, imported, kind] of PLANTED) place(file, importOf(imported, kind))
}

interface Cruise {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[]
  }
}
/** Rules that the check reports, as `rule file`. */
function cruise(): string[] {
  const entry = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const args = [entry, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...ROOMS]
  const output = execFileSync(process.execPath, args, { cwd: tree, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  const { summary } = JSON.parse(output) as Cruise
  return summary.violations.map(({ rule, from }) => `${rule.name} ${from}`)
}

makeTree()
const reported = cruise()

test('every planted import is reported by the rule that is there to stop it', () => {
  const missed = PLANTED.filter(([rule, file]) => !reported.includes(`${rule} ${file}`))
  assert.deepEqual(missed, [])
})

test('every rule of the configuration was proven by a planted import', () => {
  const { forbidden } = createRequire(import.meta.url)(path.join(ROOT, '.dependency-cruiser.cjs')) as { forbidden: { name: string }[] } // prettier-ignore
  const proven = new Set(PLANTED.map(([rule]) => rule))
  assert.deepEqual(forbidden.map(({ name }) => name).filter((name) => !proven.has(name)), []) // prettier-ignore
})

test('imports that the table of rooms allows are not reported', () => {
  const planted = new Set(PLANTED.map(([, file]) => file))
  assert.deepEqual(reported.filter((report) => !planted.has(report.split(' ')[1])), []) // prettier-ignore
})
