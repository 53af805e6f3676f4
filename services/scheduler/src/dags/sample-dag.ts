// A workflow for tests: forecast, then optimize, then report and webhook side by side.
import { DagSpec } from '@omarino/contracts'

export const SAMPLE_DAG = {
  key: 'day-ahead',
  name: 'Day ahead',
  triggers: [{ kind: 'cron', cron: '0 12 * * *', zone: 'Europe/Berlin' }],
  params: { site: 'demo', hours: 24 },
  tasks: [
    { key: 'forecast', kind: 'forecast', input: { series: ['demo/load/active_power'], horizon: 'PT36H' } },
    { key: 'plan', kind: 'optimize', needs: ['forecast'], input: { site: '{{ params.site }}', horizonHours: '{{ params.hours }}' } },
    { key: 'report', kind: 'report', needs: ['plan'], input: { optimizeRun: '{{ tasks.plan.output.runId }}' } },
    { key: 'tell', kind: 'webhook', needs: ['plan'], input: { url: 'https://example.com/hook', body: { at: '{{ run.scheduledFor }}', plan: '{{ tasks.plan.output }}' } } },
  ],
} // prettier-ignore

/** The workflow as the API reads it, with parts replaced. */
export const sampleDag = (changes: Readonly<Record<string, unknown>> = {}): DagSpec =>
  DagSpec.parse({ ...SAMPLE_DAG, ...changes })

/** The workflow with the input, needs or other parts of one task replaced. */
export const withTask = (key: string, changes: Readonly<Record<string, unknown>>): DagSpec =>
  sampleDag({ tasks: SAMPLE_DAG.tasks.map((task) => (task.key === key ? { ...task, ...changes } : task)) })
