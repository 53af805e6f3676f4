const MINUS = '−'

/** Text as it stands in HTML and SVG. */
export const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** A number with thin thousands and a true minus; a dash where there is none. */
export function number(value: number | null | undefined, digits: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–'
  const text = Math.abs(value).toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text
}

export const percent = (share: number | null | undefined, digits = 0): string =>
  share === null || share === undefined ? '–' : `${number(share * 100, digits)} %`

/** Time on the site's clocks: `24 Nov 2026 14:30`. */
export function siteTime(ms: number, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
    .format(ms)
    .replace(',', '')
}

const LINES: Readonly<Record<string, string>> = {
  'grid.import': 'Energy from the grid', 'grid.export': 'Energy to the grid', 'grid.demand': 'Demand charge', wear: 'Battery wear',
  endValue: 'Value of stored energy', curtailment: 'Curtailment', shed: 'Load not served',
} // prettier-ignore
export const lineName = (line: string): string => LINES[line] ?? line

const STATUS: Readonly<Record<string, string>> = {
  optimal: 'optimal, proven', within_gap: 'within the asked gap of the optimum', time_limited: 'best found in the time given', relaxed: 'limits had to be bent', failed: 'no plan',
} // prettier-ignore
export const statusName = (status: string): string => STATUS[status] ?? status
