import type { DagSpec, Site, TaskSpec } from '@omarino/contracts'

/** What the form of the day-ahead template asks for. */
export interface TemplateFields {
  readonly key: string
  readonly name: string
  readonly site: string
  readonly cron: string
  readonly zone: string
  /** Files to import first, as a pattern inside the inbox; empty for none. */
  readonly file: string
  /** Series to be forecast. */
  readonly series: readonly string[]
  /** Address to be told; empty for none. */
  readonly webhook: string
}

/** What the receiver is told: the plan's figures and where its report lies. */
const WEBHOOK_BODY = { plan: '{{ tasks.optimize.output }}', report: '{{ tasks.report.output.html }}' }

const FORECAST: readonly string[] = ['load', 'heatLoad', 'pv', 'wind']

/** A site's series that a plan needs a forecast of: loads and own generation. Prices are known, states are measured. */
export const forecastSeries = ({ assets }: Site): string[] => [
  ...new Set(
    assets.flatMap(({ config }) =>
      FORECAST.includes(config.type) && 'series' in config && config.series !== undefined ? [config.series] : [],
    ),
  ),
]

/** The day-ahead plan as a workflow: import, forecast, optimize, report, webhook. */
export function templateSpec(fields: TemplateFields): DagSpec {
  const tasks: TaskSpec[] = []
  const add = (key: string, kind: TaskSpec['kind'], input: TaskSpec['input']): void => {
    const before = tasks.at(-1)
    tasks.push({ key, kind, needs: before ? [before.key] : [], input, timeoutSeconds: 600 })
  }
  if (fields.file !== '') add('import', 'import', { file: fields.file })
  add('forecast', 'forecast', { series: [...fields.series] })
  add('optimize', 'optimize', { site: '{{ params.site }}', issueTime: '{{ tasks.forecast.output.issueTime }}' })
  add('report', 'report', { optimizeRun: '{{ tasks.optimize.output.runId }}' })
  if (fields.webhook !== '') add('webhook', 'webhook', { url: fields.webhook, body: WEBHOOK_BODY })
  const triggers =
    fields.cron === '' ? [] : [{ kind: 'cron', cron: fields.cron, zone: fields.zone, misfire: 'fire_once' } as const]
  return { key: fields.key, name: fields.name, triggers, params: { site: fields.site }, maxActiveRuns: 1, tasks }
}

/** Reads the form's fields back; undefined when the document says more than the form can show. */
export function readTemplate(spec: DagSpec): TemplateFields | undefined {
  const [trigger] = spec.triggers
  const input = (key: string): Readonly<Record<string, unknown>> =>
    spec.tasks.find((task) => task.key === key)?.input ?? {}
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  const series = input('forecast')['series']
  const fields: TemplateFields = {
    key: spec.key,
    name: spec.name,
    site: text(spec.params['site']),
    cron: trigger?.cron ?? '',
    zone: trigger?.zone ?? 'UTC',
    file: text(input('import')['file']),
    series: Array.isArray(series) ? series.filter((key): key is string => typeof key === 'string') : [],
    webhook: text(input('webhook')['url']),
  }
  return canonical(templateSpec(fields)) === canonical({ ...spec, tasks: spec.tasks.map(withDefaults) })
    ? fields
    : undefined
}

const withDefaults = (task: TaskSpec): TaskSpec => ({
  ...task,
  needs: task.needs ?? [],
  timeoutSeconds: task.timeoutSeconds ?? 600,
})

/** JSON with sorted keys; `source` tells where a document came from, not what it does. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (key, part: unknown) => {
    if (key === 'source') return undefined
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}

/** A key made of a name: letters, digits and dashes. */
export const keyOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 100)
