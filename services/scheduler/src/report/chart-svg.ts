import { tickLabels, timeTicks, valueTicks } from '@omarino/energy'
import { escape, number } from './format.ts'
import type { ReportData } from './report-data.ts'
import { stackPower } from './stack.ts'

const WIDTH = 760
const LEFT = 52
const RIGHT = 12
const PLOT = WIDTH - LEFT - RIGHT
const LABEL_HALF = 30
const LEGEND_GLYPH = 5.6 // mean width of a letter at the legend's size
const INK = '#16181a'
const INK2 = '#4b5156'
const RULE = '#e0ddd3'
const FONT = 'font-family="Plex, IBM Plex Sans, sans-serif"'

interface Frame {
  readonly top: number
  readonly height: number
  readonly low: number
  readonly high: number
}

const text = (x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end', colour = INK2): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${FONT} font-size="10" fill="${colour}" text-anchor="${anchor}">${escape(content)}</text>`
const line = (x1: number, y1: number, x2: number, y2: number, colour: string, width: number): string =>
  `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" stroke="${colour}" stroke-width="${width}"/>`

/** The plan as one picture: power stacked by source, state of charge, price; all on the site's clocks. Written by hand, so it prints as it shows. */
export function planChart(data: ReportData): string {
  const x = timeScale(data)
  const power = powerPane(data, x, 30)
  const soc = data.soc.length > 0 ? socPane(data, x, 250) : ''
  const priceTop = data.soc.length > 0 ? 350 : 250
  const price = pricePane(data, x, priceTop)
  const bottom = priceTop + 80
  const axis = timeAxis(data, x, 30, bottom)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 24}" width="${WIDTH}" height="${bottom + 24}" role="img" aria-label="Power, state of charge and price of the plan">${axis}${power}${soc}${price}</svg>`
}

type Scale = (ms: number) => number
const timeScale = ({ startMs, stepEndsMs }: ReportData): Scale => {
  const span = (stepEndsMs.at(-1) ?? startMs + 1) - startMs
  return (ms) => LEFT + ((ms - startMs) / span) * PLOT
}
const valueScale =
  ({ top, height, low, high }: Frame): Scale =>
  (value) =>
    top + height - ((value - low) / (high - low || 1)) * height

function timeAxis(data: ReportData, x: Scale, top: number, bottom: number): string {
  const ticks = timeTicks({ fromMs: data.startMs, toMs: data.stepEndsMs.at(-1) ?? data.startMs }, data.zone, 9)
  const labels = tickLabels(ticks, data.zone, 'en')
  const edge = WIDTH - RIGHT - LABEL_HALF
  return ticks.ticks
    .map(({ ms, startsDay }, i) => {
      const mark = line(x(ms), top, x(ms), bottom, startsDay ? INK2 : RULE, startsDay ? 1 : 0.6)
      const anchor = x(ms) > edge ? 'end' : 'middle'
      return (
        mark + text(anchor === 'end' ? WIDTH - RIGHT : x(ms), bottom + 14, labels[i], anchor, startsDay ? INK : INK2)
      )
    })
    .join('')
}

function frameLines(frame: Frame, title: string, digits: number): string {
  const y = valueScale(frame)
  const grid = valueTicks(frame.low, frame.high, 5).map(
    (value) =>
      line(LEFT, y(value), WIDTH - RIGHT, y(value), value === 0 ? INK2 : RULE, value === 0 ? 0.8 : 0.6) +
      text(LEFT - 6, y(value) + 3.5, number(value, digits), 'end'),
  )
  return text(0, frame.top - 8, title, 'start', INK) + grid.join('')
}

/** A line that stays level through each step, as a mean over the step is; where there is no value there is no line. */
function stepPath(values: readonly number[], data: ReportData, x: Scale, y: Scale): string {
  const starts = [data.startMs, ...data.stepEndsMs]
  return values
    .map((value, i) => {
      if (!Number.isFinite(value)) return ''
      const isFirst = i === 0 || !Number.isFinite(values[i - 1])
      return `${isFirst ? 'M' : 'L'}${x(starts[i]).toFixed(1)} ${y(value).toFixed(1)}L${x(starts[i + 1]).toFixed(1)} ${y(value).toFixed(1)}`
    })
    .join('')
}

function powerPane(data: ReportData, x: Scale, top: number): string {
  const { lanes, loadKw } = stackPower(data.power)
  const steps = data.stepEndsMs.map((_, step) => step)
  const total = (step: number, part: (kw: number) => number): number =>
    lanes.reduce((sum, lane) => sum + part(lane.kw[step]), 0)
  const high = Math.max(
    1,
    ...steps.map((step) =>
      Math.max(
        total(step, (kw) => Math.max(0, kw)),
        loadKw[step] ?? 0,
      ),
    ),
  )
  const low = Math.min(
    0,
    ...steps.map((step) =>
      Math.min(
        total(step, (kw) => Math.min(0, kw)),
        loadKw[step] ?? 0,
      ),
    ),
  )
  const frame: Frame = { top, height: 180, low: low * 1.05, high: high * 1.05 }
  const y = valueScale(frame)
  const starts = [data.startMs, ...data.stepEndsMs]
  const [above, below] = [steps.map(() => 0), steps.map(() => 0)]
  const areas = lanes.map((lane) => {
    const boxes = steps.filter((step) => lane.kw[step] !== 0).map((step) => {
      const base = lane.kw[step] > 0 ? above : below
      const from = base[step]
      base[step] += lane.kw[step]
      const [high, low] = [y(Math.max(from, base[step])), y(Math.min(from, base[step]))]
      return `M${x(starts[step]).toFixed(2)} ${high.toFixed(2)}H${x(starts[step + 1]).toFixed(2)}V${low.toFixed(2)}H${x(starts[step]).toFixed(2)}Z`
    }) // prettier-ignore
    return `<path d="${boxes.join('')}" fill="${lane.colour}"/>`
  })
  const entries = [...lanes.map(({ name, colour }) => ({ name, colour })), { name: 'Load', colour: INK }]
  let at = LEFT + 62
  const legend = entries.map(({ name, colour }) => {
    const left = at
    at += 26 + name.length * LEGEND_GLYPH
    return `<rect x="${left.toFixed(1)}" y="${top - 17}" width="8" height="8" fill="${colour}"/>${text(left + 12, top - 9, name, 'start')}`
  })
  return `${frameLines(frame, 'Power, kW', 0)}${areas.join('')}<path d="${stepPath(loadKw, data, x, y)}" fill="none" stroke="${INK}" stroke-width="1.5"/>${legend.join('')}`
}

function socPane(data: ReportData, x: Scale, top: number): string {
  const frame: Frame = { top, height: 70, low: 0, high: 100 }
  const y = valueScale(frame)
  const lines = data.soc.map(({ soc, socMin, socMax }) => {
    const limits = [socMin, socMax].map(
      (share) =>
        `<path d="M${LEFT} ${y(share * 100).toFixed(1)}H${WIDTH - RIGHT}" stroke="${INK2}" stroke-width="0.7" stroke-dasharray="4 3" fill="none"/>`,
    )
    const path = soc
      .map((share, i) => `${i === 0 ? 'M' : 'L'}${x(data.stepEndsMs[i]).toFixed(1)} ${y(share * 100).toFixed(1)}`)
      .join('')
    return `${limits.join('')}<path d="${path}" fill="none" stroke="#0057ae" stroke-width="1.5"/>`
  })
  return frameLines(frame, 'State of charge, %', 0) + lines.join('')
}

function pricePane(data: ReportData, x: Scale, top: number): string {
  const perMwh = (values: readonly number[]): number[] => values.map((value) => value * 1000)
  const [imports, exports] = [perMwh(data.importPricePerKwh), perMwh(data.exportPricePerKwh)]
  const known = [...imports, ...exports].filter(Number.isFinite)
  const frame: Frame = { top, height: 70, low: Math.min(0, ...known), high: Math.max(1, ...known) * 1.05 }
  const y = valueScale(frame)
  const path = (values: readonly number[], dash: string): string =>
    `<path d="${stepPath(values, data, x, y)}" fill="none" stroke="#8c2f39" stroke-width="1.3"${dash}/>`
  return `${frameLines(frame, `Price, ${data.currency}/MWh (line: import, dashed: export)`, 0)}${path(imports, '')}${path(exports, ' stroke-dasharray="4 3"')}`
}
