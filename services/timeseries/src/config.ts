import { textVariable } from '@omarino/platform'
import type { Env } from '@omarino/platform'
import path from 'node:path'

export interface TimeseriesConfig {
  /** Folder from which the task `import` may read files. */
  readonly inbox: string
}

export const readConfig = (env: Env): TimeseriesConfig =>
  Object.freeze({ inbox: path.resolve(textVariable(env, 'EMS_INBOX', '.ems/inbox')) })
