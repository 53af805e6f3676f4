import type { Dispatcher, Logger } from '@omarino/platform'
import { forgetEvents, listenTo } from '@omarino/store'
import type { Pool } from 'pg'
import { fireDueTriggers } from './fire-due.ts'

const TICK_MS = 1000
const HOUR_TICKS = 3600

export interface Clock {
  stop(): Promise<void>
}

/** Each second: fires due triggers and starts waiting runs. In between: passes hints on to the dispatcher. Any number may run. */
export function startClock(db: Pool, databaseUrl: string, dispatcher: Dispatcher, log: Logger): Clock {
  let stopped = false
  let ticks = 0
  let timer: NodeJS.Timeout | undefined
  const tick = async (): Promise<void> => {
    try {
      const runs = await fireDueTriggers(db)
      if (runs > 0) log.info({ runs }, 'triggers fired')
      if (ticks % HOUR_TICKS === 0) await forgetEvents(db)
      ticks += 1
    } catch (error) {
      log.warn(
        { reason: error instanceof Error ? error.message : String(error) },
        'due triggers could not be fired; the next second tries again',
      )
    }
    if (!stopped) {
      timer = setTimeout(() => {
        ticking = tick()
      }, TICK_MS)
    }
  }
  let ticking = tick()
  const listener = listenTo({
    databaseUrl,
    name: 'scheduler',
    channels: ['ems_task', 'ems_run_ended'],
    onNotify(channel, payload) {
      if (channel === 'ems_run_ended')
        return void fireDueTriggers(db).catch(() => log.debug('the next tick starts what waits'))
      const [queue, id] = payload.split(' ')
      if (queue && id) dispatcher.send(queue, id).catch(() => log.debug({ queue }, 'a hint was lost; the worker polls'))
    },
    onConnected: () => log.debug('hints flow'),
  })
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await ticking
      await listener.close()
    },
  }
}
