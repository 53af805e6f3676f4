import { pino } from 'pino'
import type { Logger } from 'pino'

export type { Logger } from 'pino'

/** Only these request fields are logged; headers, bodies and query values may hold secrets. */
const serializers = {
  req: (request: { method: string; routeOptions?: { url?: string }; id: string }) => ({
    method: request.method,
    route: request.routeOptions?.url,
    id: request.id,
  }),
  res: (reply: { statusCode: number }) => ({ status: reply.statusCode }),
}

/** JSON lines on stdout, one per event, in the past tense. */
export function createLog(service: string, level: string): Logger {
  return pino({
    level,
    base: { service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers,
    redact: ['*.password', '*.token', '*.authorization', '*.cookie'],
  })
}
