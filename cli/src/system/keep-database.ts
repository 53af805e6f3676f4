import { setTimeout as sleep } from 'node:timers/promises'
import type { PostgresServer } from '../embedded-postgres.ts'

export interface KeptDatabase {
  readonly url: string
  pid(): number
  stop(): Promise<void>
}

const RETRY_MS = [100, 300, 1000, 3000] as const

/** Starts the database again whenever it ends unasked; its own crash recovery does the rest. */
export async function keepDatabase(
  start: () => Promise<PostgresServer>,
  say: (line: string) => void,
): Promise<KeptDatabase> {
  let server = await start()
  let stopping = false
  let restart: Promise<void> = Promise.resolve()
  const watch = (): void => {
    void server.exited.then(() => {
      if (!stopping) restart = startAgain()
    })
  }
  const startAgain = async (): Promise<void> => {
    say('the database ended; starting it again')
    server = await again(start, () => stopping, say)
    watch()
  }
  watch()
  return {
    url: server.url,
    pid: () => server.pid,
    async stop() {
      stopping = true
      // A server that is just coming up must not outlive us; one that could not come up needs no stop.
      await restart.then(
        () => server.stop(),
        () => undefined,
      )
    },
  }
}

/** After a kill its children need a moment to let go of the data. */
async function again(
  start: () => Promise<PostgresServer>,
  isOver: () => boolean,
  say: (line: string) => void,
): Promise<PostgresServer> {
  for (let tries = 0; ; tries++) {
    try {
      return await start()
    } catch (error) {
      if (isOver()) throw error
      say(error instanceof Error ? error.message : String(error))
      await sleep(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)])
    }
  }
}
