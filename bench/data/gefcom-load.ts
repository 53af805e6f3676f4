import { numberIn, readWide, utcStamp } from './wide-csv.ts'

export const STATIONS = Array.from({ length: 25 }, (_, i) => `w${i + 1}`)

/** Load of a US utility with 25 temperatures (°F), hour-ending, 24 rows a day. */
export function gefcomLoadCsv(): string {
  const { rows } = readWide('gefcom2014/load')
  const lines = rows.map(([time, ...cells]) => `load,${utcStamp(time)},${cells.join(',')}`)
  return `series,time,value,${STATIONS.join(',')}\n${lines.join('\n')}\n`
}

/** Mean pinball loss at each place of the leader board; the benchmark is what several shared. One row per task. */
export const leaderboard = (): number[][] =>
  readWide('gefcom2014/load_leaderboard_2010').rows.map(([, ...cells]) => cells.map(numberIn))
