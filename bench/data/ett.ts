import { readWide, utcStamp } from './wide-csv.ts'

/** Six loads and the oil temperature of a transformer, each a series of its own. */
export function ettCsv(): string {
  const { names, rows } = readWide('ett/ETTh1')
  const lines = names
    .slice(1)
    .flatMap((name, k) => rows.map((cells) => `${name},${utcStamp(cells[0])},${cells[k + 1]}`))
  return `series,time,value\n${lines.join('\n')}\n`
}
