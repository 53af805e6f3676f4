import { Failure } from '@omarino/energy'
import { generateDemoData } from '../demo/generated-data.ts'
import { runMainJob } from '../demo/main-job.ts'
import type { JobResult } from '../demo/main-job.ts'
import { readSiteFile } from '../demo/site-file.ts'
import { listenForWebhooks } from '../demo/webhook-listener.ts'
import type { WebhookListener } from '../demo/webhook-listener.ts'
import { readWideData } from '../demo/wide-file.ts'
import { createApi } from '../system/api.ts'
import { readKeys } from '../system/keys.ts'
import { readPorts } from '../system/ports.ts'
import { startSystem } from '../system/start-system.ts'
import type { System } from '../system/start-system.ts'
import { untilInterrupted } from '../system/until-interrupted.ts'
import { readOptions } from '../usage.ts'
import { printAddresses, say } from './start.ts'

const OPTIONS = {
  once: { type: 'boolean' },
  json: { type: 'boolean' },
  data: { type: 'string' },
  port: { type: 'string', multiple: true },
} as const

function readData(file: string | undefined) {
  if (file === undefined) return { site: readSiteFile('demo-site/site.json'), ...generateDemoData(Date.now()) }
  const site = readSiteFile('demo-site-pid307.json')
  return { site, newestName: 'pid307/points.csv', ...readWideData(file, site) }
}

export async function run(argv: readonly string[]): Promise<number> {
  const { values } = readOptions(argv, OPTIONS, { max: 0 })
  const started = performance.now()
  const data = readData(values.data)
  const listener = await listenForWebhooks(process.env['EMS_WEBHOOK_SECRET'] ?? readKeys().webhookSecret)
  const databaseUrl = process.env['DATABASE_URL']
  const system = await startSystem({
    ports: await readPorts(values.port ?? []),
    say,
    egressAllow: `127.0.0.1:${listener.port}`,
    ...(databaseUrl ? { databaseUrl } : {}),
  })
  try {
    say(`everything runs after ${secondsSince(started)} s`)
    const result = await runMainJob({
      api: createApi(`http://127.0.0.1:${new URL(system.urls['gateway'] ?? '').port}`, readKeys().cliToken),
      inbox: system.inbox,
      listener,
      say,
      ...data,
    })
    tell(result, system)
    if (values.json) process.stdout.write(`${JSON.stringify(summary(result, listener, system, started))}\n`)
    if (!values.once) {
      printAddresses(system)
      say('press Ctrl-C to stop')
      await untilInterrupted()
    }
    return 0
  } catch (error) {
    if (values.json)
      process.stdout.write(
        `${JSON.stringify({ ok: false, error: error instanceof Failure ? { code: error.code, message: error.message } : { code: 'INTERNAL', message: String(error) } })}\n`,
      )
    throw error
  } finally {
    await system.stop()
    await listener.close()
  }
}

const secondsSince = (started: number): string => ((performance.now() - started) / 1000).toFixed(1)
const money = (amount: number | null, currency: string): string =>
  amount === null ? 'not known yet' : `${amount.toFixed(2)} ${currency}`

/** What came out, in words. */
function tell({ plan, forecasts, report, jobSeconds }: JobResult, system: System): void {
  for (const { series, model, mae, skill, coverage80 } of forecasts) {
    say(
      `forecast ${series}: ${model}, MAE ${mae?.toFixed(2) ?? '–'}, skill ${skill?.toFixed(2) ?? '–'} against the seasonal naive, ${coverage80 === null ? '–' : (coverage80 * 100).toFixed(0)} % inside p10–p90`,
    )
  }
  say(
    `plan: ${plan.status}, cost ${money(plan.objective, plan.currency)}, doing nothing ${money(plan.costDoingNothing, plan.currency)}`,
  )
  say(
    `on what happened: plan ${money(plan.costRealised, plan.currency)}, doing nothing ${money(plan.costDoingNothingRealised, plan.currency)}, perfect foresight ${money(plan.costPerfectForesight, plan.currency)}`,
  )
  say(`report: ${system.urls['web'] ?? ''}/api${report.html}; webhook received and its signature checked`)
  say(`the job took ${jobSeconds.toFixed(1)} s`)
}

function summary(
  { steps, forecasts, plan, report }: JobResult,
  listener: WebhookListener,
  system: System,
  started: number,
): object {
  const {
    status,
    objective,
    bound,
    gap,
    costDoingNothing,
    costRealised,
    costDoingNothingRealised,
    costPerfectForesight,
  } = plan
  return {
    ok: true, steps, forecast: forecasts.map(({ series, model, mae, skill, coverage80 }) => ({ series, model, mae, skill, coverage80 })),
    plan: { status, objective, bound, gap, costDoingNothing, costRealised, costDoingNothingRealised, costPerfectForesight },
    report: report.html, webhook: { received: listener.received.length, valid: listener.received.every(({ valid }) => valid) }, seconds: +secondsSince(started), urls: system.urls,
  } // prettier-ignore
}
