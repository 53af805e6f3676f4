import { cellOf, numberIn, readWide } from './wide-csv.ts'

/** ECMWF codes and what we call them; rates per hour where the file accumulates. */
const WEATHER = [
  ['VAR78', 'cloud_water'], ['VAR79', 'cloud_ice'], ['VAR134', 'pressure'], ['VAR157', 'humidity'], ['VAR164', 'cloud'],
  ['VAR165', 'wind_u'], ['VAR166', 'wind_v'], ['VAR167', 'temperature'], ['VAR169', 'radiation'], ['VAR175', 'thermal'],
  ['VAR178', 'net_radiation'], ['VAR228', 'rain'],
] as const // prettier-ignore
const ACCUMULATED = new Set(['VAR169', 'VAR175', 'VAR178', 'VAR228'])
const SECONDS_PER_HOUR = 3600
const RADIATION = new Set(['radiation', 'thermal', 'net_radiation'])
const FIRST_HOUR = '01:00'

/** PV power (share of capacity) of two plants with the weather forecast of their hours; hour-ending UTC. Radiation W/m². */
export function gefcomSolarCsv(): string {
  const power = new Map(
    readWide('gefcom2014/solar_power').rows.map(([zone, time, value]) => [`${zone} ${time}`, value]),
  )
  const weather = readWide('gefcom2014/solar_weather')
  const columns = WEATHER.map(([code]) => weather.names.indexOf(code))
  let before: readonly string[] = []
  const lines = weather.rows.map((cells) => {
    const [zone, time] = cells
    const first = time.endsWith(FIRST_HOUR) || before[0] !== zone
    const known = WEATHER.map(([code, name], k) => {
      const at = columns[k]
      const rate = numberIn(cells[at]) - (ACCUMULATED.has(code) && !first ? numberIn(before[at]) : 0)
      return cellOf(RADIATION.has(name) ? rate / SECONDS_PER_HOUR : rate)
    })
    before = cells
    const stamp = `${time.slice(0, 4)}-${time.slice(4, 6)}-${time.slice(6, 8)}T${time.slice(9)}Z`
    return `zone${zone},${stamp},${power.get(`${zone} ${time}`) ?? ''},${known.join(',')}`
  })
  return `series,time,value,${WEATHER.map(([, name]) => name).join(',')}\n${lines.join('\n')}\n`
}
