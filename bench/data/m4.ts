import { numberIn, readWide } from './wide-csv.ts'

/** M4 has no dates: stamps count hours down to this one, so that all series end together. */
export const M4_END_MS = Date.UTC(2000, 0, 1)
const HOUR_MS = 3_600_000

/** Hourly series of M4; the test holds every `every`-th. */
export function m4Csv(every = 1): string {
  const lines = readWide('m4/Hourly-train').rows.filter((_, i) => i % every === 0).flatMap(([id, ...cells]) => {
    const values = cells.filter((cell) => cell !== '').map(numberIn)
    return values.map((value, i) => `${id},${stampOf(M4_END_MS - (values.length - i) * HOUR_MS)},${value}`)
  }) // prettier-ignore
  return `series,time,value\n${lines.join('\n')}\n`
}

const stampOf = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16)}Z`
