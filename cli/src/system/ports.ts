import { DEFAULT_PORTS } from '@omarino/platform'
import type { ProcessName } from '@omarino/platform'
import net from 'node:net'
import { UsageError } from '../usage.ts'

export type Ports = Readonly<Record<ProcessName | 'postgres', number>>
const DEFAULTS: Ports = { ...DEFAULT_PORTS, postgres: 5432 }
const NAMES = Object.keys(DEFAULTS) as (keyof Ports)[]

export async function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}

/** A port that nobody uses, given by the system. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer()
    server.once('error', reject)
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      const { port } = server.address() as net.AddressInfo
      server.close(() => resolve(port))
    })
  })
}

/** Reads `--port SERVICE=N`, several times; `--port free` takes free ports for all. */
export async function readPorts(given: readonly string[]): Promise<Ports> {
  const ports: Record<string, number> = { ...DEFAULTS }
  for (const entry of given) {
    if (entry === 'free') {
      for (const name of NAMES) ports[name] = await freePort()
      continue
    }
    const match = /^(\w+)=(\d{1,5})$/.exec(entry)
    if (!match || !Object.hasOwn(DEFAULTS, match[1]) || +match[2] > 65_535)
      throw new UsageError(`--port ${entry}: write SERVICE=NUMBER, where SERVICE is one of ${NAMES.join(', ')}`)
    ports[match[1]] = +match[2]
  }
  return ports as Ports
}

/** Demands that the ports are free. The database's own may be taken: the next free one is used then. */
export async function demandFree(ports: Ports, names: readonly (keyof Ports)[]): Promise<void> {
  for (const name of names) {
    if (!(await isFree(ports[name])))
      throw new UsageError(`port ${ports[name]} for ${name} is taken; choose another by --port ${name}=NUMBER`)
  }
}

/** The given port, or the next free one above it. */
export async function nextFree(port: number): Promise<number> {
  for (let candidate = port; candidate < port + 200; candidate++) if (await isFree(candidate)) return candidate
  return freePort()
}
