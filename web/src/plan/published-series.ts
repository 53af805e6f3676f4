// What publishing a plan writes: the rule of the task `publish`, told before it runs.
import type { Plan, PublishTaskOutput, RunDetail } from '@omarino/contracts'

const PUBLISHED = [
  ['powerKw', 'scheduled_power'],
  ['soc', 'scheduled_soc'],
] as const
const SLUG = /^[A-Za-z0-9][\w.-]{0,99}$/

/** Keys of the series, rising: power and state of charge of each asset whose name is a key. */
export const publishedSeries = ({ site, result }: Pick<Plan, 'site' | 'result'>): string[] =>
  Object.entries(result?.schedules ?? {})
    .flatMap(([asset, columns]) =>
      PUBLISHED.filter(([column]) => SLUG.test(asset) && column in columns).map(
        ([, quantity]) => `${site}/${asset}/${quantity}`,
      ),
    )
    .sort()

/** What the task of a run has written; undefined until it has. */
export function writtenBy(run: RunDetail | undefined): PublishTaskOutput | undefined {
  const output: unknown = run?.tasks.find(({ kind }) => kind === 'publish')?.output
  if (typeof output !== 'object' || output === null || !('series' in output)) return undefined
  return output as PublishTaskOutput
}
