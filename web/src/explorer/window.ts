export type Window = readonly [fromMs: number, toMs: number]

const DAY_MS = 86_400_000
export const PRESETS = { day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS, year: 365 * DAY_MS } as const
export type Preset = keyof typeof PRESETS
const LEAST_SPAN_MS = 60_000

/** The window of the same length whose end is `toMs`. */
export const endingAt = ([fromMs, toMs]: Window, endMs: number): Window => [endMs - (toMs - fromMs), endMs]

/** Moves by a share of the length: −1 is one window back. */
export function shifted([fromMs, toMs]: Window, share: number): Window {
  const by = Math.round((toMs - fromMs) * share)
  return [fromMs + by, toMs + by]
}

/** Shorter (factor < 1) or longer around the middle, never below a minute. */
export function zoomed([fromMs, toMs]: Window, factor: number): Window {
  const half = Math.max(LEAST_SPAN_MS, (toMs - fromMs) * factor) / 2
  const middle = (fromMs + toMs) / 2
  return [Math.round(middle - half), Math.round(middle + half)]
}

/** Where the data of some series ends: the last point's interval included; undefined while there is none. */
export function dataEnd(series: readonly { lastMs: number | null; stepSeconds: number | null }[]): number | undefined {
  const ends = series.flatMap(({ lastMs, stepSeconds }) =>
    lastMs === null ? [] : [lastMs + (stepSeconds ?? 0) * 1000],
  )
  return ends.length > 0 ? Math.max(...ends) : undefined
}
