import type { Forecast } from '@omarino/contracts'

/** Parts of a way of asking that a training is asked with, too; zone and step are those of the series. */
const PARTS = ['horizon', 'levels', 'country', 'seed', 'model', 'capacity', 'nonNegative', 'location', 'covariates'] as const // prettier-ignore

const recordOf = (request: unknown): Readonly<Record<string, unknown>> =>
  typeof request === 'object' && request !== null && !Array.isArray(request) ? (request as Record<string, unknown>) : {}

/** A way of asking in short, `PT36H · DE · works/temperature`: versions that answer different ones serve side by side. */
export function askedText(request: unknown): string {
  const { horizon, country, model, covariates } = recordOf(request)
  const { known, observed } = recordOf(covariates)
  const names = [known, observed].flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []))
  const parts = [horizon, country, model === 'auto' ? undefined : model, ...names]
  return parts.filter((part) => typeof part === 'string' && part !== '').join(' · ')
}

/** Body of a training of the series that serves forecasts like this one: it asks what this one was asked. */
export function trainBody({ series, request }: Pick<Forecast, 'series' | 'request'>): Record<string, unknown> {
  const asked = recordOf(request)
  const parts = PARTS.flatMap((name) =>
    asked[name] === undefined || asked[name] === null ? [] : [[name, asked[name]] as const],
  )
  return { series: [series], ...Object.fromEntries(parts) }
}
