import { readWide, utcStamp } from './wide-csv.ts'

const long = (header: string, lines: readonly string[]): string => `${header}\n${lines.join('\n')}\n`
const plain = (name: string, series: string) => (): string =>
  long('series,time,value', readWide(name).rows.map(([time, value]) => `${series},${utcStamp(time)},${value}`)) // prettier-ignore

function ercotPrice(): string {
  const rows = readWide('misc/price_ercot_dam').rows.map(
    (cells) => `ercot,${utcStamp(cells[0])},${cells[1]},${cells[2]}`,
  )
  return long('series,time,value,temperature', rows)
}

/** 2013-03-10 has 01:00 twice and no 02:00: the second one is 02:00. */
function gefcomPrice(): string {
  let before = ''
  const lines = readWide('gefcom2014/price').rows.map(([, time, total, zonal, price]) => {
    const hour = +time.slice(9, time.indexOf(':')) + (time === before ? 1 : 0)
    before = time
    const stamp = `${time.slice(4, 8)}-${time.slice(0, 2)}-${time.slice(2, 4)}T${String(hour).padStart(2, '0')}:00Z`
    return `gefcom,${stamp},${price},${total},${zonal}`
  })
  return long('series,time,value,total_load,zonal_load', lines)
}

const ercotZones = (): string =>
  long('series,time,value', readWide('misc/ercot_zones').rows.map(([zone, time, value]) => `${zone},${utcStamp(time)},${value}`)) // prettier-ignore

const HALF_HOUR_MS = 1_800_000
const TAYLOR_START_MS = Date.UTC(2000, 5, 5) // the file has no dates; any start of a day
function taylor(): string {
  const lines = readWide('misc/taylor').rows.map(([value], i) => `taylor,${new Date(TAYLOR_START_MS + i * HALF_HOUR_MS).toISOString()},${value}`) // prettier-ignore
  return long('series,time,value', lines)
}

/** The small sets by the name of their protocol, `small-<name>.json`. */
export const SMALL_SETS: Readonly<Record<string, { readonly file: string; readonly csv: () => string }>> = {
  rte: { file: 'misc/load_rte', csv: plain('misc/load_rte', 'rte') },
  vic: { file: 'misc/vic_elec', csv: plain('misc/vic_elec', 'vic') },
  'ercot-price': { file: 'misc/price_ercot_dam', csv: ercotPrice },
  'gefcom-price': { file: 'gefcom2014/price', csv: gefcomPrice },
  'ercot-zones': { file: 'misc/ercot_zones', csv: ercotZones },
  taylor: { file: 'misc/taylor', csv: taylor },
  building: { file: 'misc/SF_hospital_load', csv: plain('misc/SF_hospital_load', 'building') },
}
