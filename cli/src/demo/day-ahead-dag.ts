import type { DagSpec } from '@omarino/contracts'

/** The main job as a workflow: import → forecast → optimize → report → webhook, each morning in the site's zone. */
export function dayAheadDag(options: {
  key: string
  name: string
  site: string
  zone: string
  country: string | undefined
  file: string
  series: readonly string[]
  webhookUrl: string
}): DagSpec {
  const { key, name, site, zone, country, file, series, webhookUrl } = options
  const task = (taskKey: string, kind: DagSpec['tasks'][number]['kind'], needs: string[], input: DagSpec['tasks'][number]['input']): DagSpec['tasks'][number] => ({
    key: taskKey, kind, needs, input, timeoutSeconds: 600, retry: { attempts: 3, baseSeconds: 5 },
  }) // prettier-ignore
  return {
    key, name, triggers: [{ kind: 'cron', cron: '30 13 * * *', zone, misfire: 'fire_once' }], params: {}, maxActiveRuns: 1, source: 'demo',
    tasks: [
      task('import', 'import', [], { file }),
      task('forecast', 'forecast', ['import'], { series: [...series], horizon: 'PT36H', ...(country === undefined ? {} : { country }) }),
      task('optimize', 'optimize', ['forecast'], { site }),
      task('report', 'report', ['optimize'], { optimizeRun: '{{ tasks.optimize.output.runId }}' }),
      task('webhook', 'webhook', ['report'], { url: webhookUrl, body: { plan: '{{ tasks.optimize.output }}', report: '{{ tasks.report.output.html }}' } }),
    ],
  } // prettier-ignore
}
