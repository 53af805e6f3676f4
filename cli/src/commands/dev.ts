import { watch } from 'node:fs'
import path from 'node:path'
import { ROOT } from '../folders.ts'
import { buildWeb } from '../system/build-web.ts'
import { readPorts } from '../system/ports.ts'
import { startSystem } from '../system/start-system.ts'
import { untilInterrupted } from '../system/until-interrupted.ts'
import { readOptions } from '../usage.ts'
import { printAddresses, say } from './start.ts'

const QUIET_MS = 300 // editors write a file in several steps

/** Which processes a changed file concerns. */
export function concerned(file: string, all: Iterable<string>): string[] {
  const [room, name] = file.split(path.sep)
  if (room === 'services') return [name]
  if (room === 'web') return file.startsWith(path.join('web', 'server')) ? ['web'] : []
  return [...all]
}

export async function run(argv: readonly string[]): Promise<number> {
  const { values } = readOptions(argv, { port: { type: 'string', multiple: true } }, { max: 0 })
  const databaseUrl = process.env['DATABASE_URL']
  const system = await startSystem({
    ports: await readPorts(values.port ?? []),
    say,
    ...(databaseUrl ? { databaseUrl } : {}),
  })
  printAddresses(system)
  const pending = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  const apply = (): void => {
    const files = [...pending]
    pending.clear()
    const names = new Set(files.flatMap((file) => concerned(file, system.supervisor.processes.keys())))
    for (const name of names) system.supervisor.restart(name)
    if (names.size > 0) say(`restarted ${[...names].join(', ')}`)
    if (files.some((file) => file.startsWith('web') || file.startsWith('packages')))
      buildWeb(say).catch((error: unknown) => say(String(error)))
  }
  const watchers = ['packages', 'services', 'web'].map((room) =>
    watch(path.join(ROOT, room), { recursive: true }, (_event, file) => {
      if (!file || /(\.test\.ts|dist|node_modules)/.test(file) || !/\.(ts|tsx|css|html|sql)$/.test(file)) return
      pending.add(path.join(room, file))
      clearTimeout(timer)
      timer = setTimeout(apply, QUIET_MS)
    }),
  )
  await untilInterrupted()
  for (const watcher of watchers) watcher.close()
  await system.stop()
  return 0
}
