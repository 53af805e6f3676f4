import { optionalVariable, textVariable } from '@omarino/platform'
import type { Env } from '@omarino/platform'

export interface SchedulerConfig {
  /** Key of the webhooks' signatures. */
  readonly webhookSecret: string
  /** Inner `host:port` that webhooks may call all the same. */
  readonly egressAllowed: readonly string[]
}

export const readConfig = (env: Env): SchedulerConfig =>
  Object.freeze({
    webhookSecret: textVariable(env, 'EMS_WEBHOOK_SECRET'),
    egressAllowed: (optionalVariable(env, 'EMS_EGRESS_ALLOW') ?? '')
      .split(',')
      .map((entry) => entry.trim())
      .filter(Boolean),
  })
