import type { Logger } from './log.ts'

const DRAIN_MS = 9_000 // a little below the 10 s that the supervisor grants

export interface Stoppable {
  /** Called in order: stop taking work, finish what is under way, close connections. */
  stop(): Promise<void>
}

/**
 * Ties a process's life to its signals: SIGTERM and SIGINT stop it gracefully within 10 s, an uncaught error is logged once
 * and ends it, and under supervision the end of stdin (the supervisor died) stops it too.
 */
export function untilStopped(log: Logger, supervised: boolean, parts: Stoppable): void {
  let stopping = false
  const stop = (reason: string, code: number): void => {
    if (stopping) return
    stopping = true
    log.info({ reason }, 'process was asked to stop')
    setTimeout(() => {
      log.warn('process did not drain in time')
      process.exit(code || 1)
    }, DRAIN_MS).unref()
    parts.stop().then(
      () => process.exit(code),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', () => stop('SIGTERM', 0))
  process.on('SIGINT', () => stop('SIGINT', 0))
  const crash = (error: unknown): void => {
    log.fatal({ err: error }, 'an error was caught by nobody')
    stop('uncaught error', 1)
  }
  process.on('uncaughtException', crash)
  process.on('unhandledRejection', crash)
  if (supervised) {
    process.stdin.on('end', () => stop('supervisor is gone', 0))
    process.stdin.on('error', () => stop('supervisor is gone', 0))
    process.stdin.resume()
  }
}

/** Prints why a process cannot start, as one sentence, and ends it. */
export function refuseStart(service: string, error: unknown): never {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`${service}: ${message}\n`)
  process.exit(2)
}
