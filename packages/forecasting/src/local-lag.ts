/**
 * The step that shows the same local time `days` local days before step `index` (after it, when negative). Days have
 * 23 to 25 hours: the distance is `days` times 24 h, corrected by what the zone's offset changed in between.
 * @param offset offset of local time from UTC per step, in steps; covers `index`
 * @returns a step, or −1 when it lies before the first one
 */
export function sameTimeBefore(offset: Float64Array, index: number, days: number, perDay: number): number {
  const straight = index - days * perDay
  if (straight < 0) return -1
  if (straight >= offset.length || offset[straight] === offset[index]) return straight
  const shifted = straight + Math.round(offset[index] - offset[straight])
  return shifted < 0 ? -1 : shifted
}
