import { cellOf, numbersOf, readWide, utcStamp } from './wide-csv.ts'

export const SITES = ['HAL', 'HFDP', 'LLS', 'OWD', 'WHF', 'WWF'] as const
const SECONDS_PER_HOUR = 3600
const PARTS = [
  ['load', 'total_substation', 1],
  ['solar', 'total_solar_part', -1], // the file counts generation negative
  ['wind', 'total_wind_part', -1],
] as const

/** Substations with their solar and wind parts (generation positive), interval-end; a part that is always 0 is left out. */
export function openstefCsv(): string {
  const lines = SITES.flatMap((site) => {
    const wide = readWide(`openstef/${site}`)
    const times = wide.rows.map((cells) => utcStamp(cells[1]))
    const radiation = numbersOf(wide, 'radiation').map((joule) => Math.max(0, joule) / SECONDS_PER_HOUR)
    const wind = numbersOf(wide, 'windspeed_100m')
    return PARTS.flatMap(([part, column, sign]) => {
      const values = numbersOf(wide, column)
      if (part !== 'load' && !hasPart(values)) return []
      return times.map((time, i) => `${site}/${part},${time},${cellOf(sign * values[i])},${cellOf(radiation[i])},${cellOf(wind[i])}`) // prettier-ignore
    })
  })
  return `series,time,value,radiation,wind_speed\n${lines.join('\n')}\n`
}

const LEAST_SIZE = 0.5 // the meters of absent parts are up to 0.07 off zero
const hasPart = (values: Float64Array): boolean => values.some((value) => Math.abs(value) > LEAST_SIZE)
