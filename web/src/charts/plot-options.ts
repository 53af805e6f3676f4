import { tickLabels, timeTicks, valueTicks } from '@omarino/energy'
import type uPlot from 'uplot'
import type { Formats, Language } from '../formats.ts'
import { axisRange, extentOf } from './extent.ts'
import { gapsOf } from './gaps.ts'
import type { Lane } from './lanes.ts'
import { paintGaps, paintInstant, paintLane, paintLayer } from './paint.ts'
import type { Frame } from './paint.ts'
import type { Palette } from './palette.ts'
import { layoutStack } from './stack.ts'

export interface PlotInput {
  readonly timesMs: Float64Array
  readonly endMs: number
  readonly lanes: readonly Lane[]
  readonly windowMs: readonly [number, number]
  readonly zone: string
  readonly nowMs?: number | undefined
  readonly selectedMs?: number | undefined
  readonly syncKey?: string | undefined
  readonly width: number
  readonly height: number
  readonly palette: Palette
  readonly dark: boolean
  readonly language: Language
  readonly f: Formats
  /** The word beside the line at `nowMs`. */
  readonly nowWord: string
  readonly onCursor: (ms: number | undefined) => void
  onSelect?: ((ms: number) => void) | undefined
  onWindow?: ((fromMs: number, toMs: number) => void) | undefined
}

const AXIS_LEFT_PX = 56 // the same in every pane, so that panes share one axis
const AXIS_BOTTOM_PX = 26
const RIGHT_PX = 32 // half a label, so that the last one is not cut
const TIME_LABEL_PX = 96
const FONT = '11px "Plex Sans", sans-serif'
const HIGH_PX = 200 // above it a value axis has room for five lines, below for three

/** Options of a plot: scales, axes and cursor are uPlot's, what is drawn is ours. */
export function plotOptions(input: PlotInput): uPlot.Options {
  const { width, height, windowMs, syncKey, timesMs, lanes } = input
  const most = height >= HIGH_PX ? 5 : 3
  const range = axisRange(extentOf(lanes, timesMs, windowMs))
  return {
    width,
    height,
    ms: 1,
    legend: { show: false },
    padding: [8, RIGHT_PX, 0, 0],
    scales: {
      x: { time: false, auto: false, range: () => [windowMs[0], windowMs[1]] },
      y: { auto: false, range: () => [range[0], range[1]] },
    },
    axes: [timeAxis(input), valueAxis(input, most)],
    series: [{}, { show: true, paths: () => null, points: { show: false } }],
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: input.onWindow !== undefined, y: false, setScale: false },
      ...(syncKey !== undefined && { sync: { key: syncKey, scales: ['x', null] } }),
    },
    hooks: {
      drawClear: [(plot) => paintGround(plot, input)],
      draw: [(plot) => paintLanes(plot, input)],
      setCursor: [(plot) => input.onCursor(cursorMs(plot))],
      setSelect: [(plot) => zoomTo(plot, input)],
      ready: [(plot) => selectOnClick(plot, input)],
    },
  }
}

function timeAxis({ windowMs: [fromMs, toMs], zone, width, palette, language }: PlotInput): uPlot.Axis {
  const made = timeTicks({ fromMs, toMs }, zone, Math.max(2, Math.floor((width - AXIS_LEFT_PX) / TIME_LABEL_PX)))
  return {
    size: AXIS_BOTTOM_PX,
    gap: 4,
    font: FONT,
    stroke: palette['ink-2'],
    grid: { show: false },
    ticks: { show: true, size: 4, stroke: palette['rule'], width: 1 },
    splits: () => made.ticks.map(({ ms }) => ms),
    values: () => tickLabels(made, zone, language),
  }
}

function valueAxis({ palette, f }: PlotInput, most: number): uPlot.Axis {
  return {
    size: AXIS_LEFT_PX,
    gap: 6,
    font: FONT,
    stroke: palette['ink-2'],
    grid: { stroke: palette['rule-2'], width: 1 },
    ticks: { show: false },
    splits: (_plot, _axis, min, max) => valueTicks(min, max, most),
    values: (_plot, splits) => splits.map((value) => f.reading(value)),
  }
}

function frameOf(plot: uPlot, input: PlotInput): Frame {
  const { palette, dark, timesMs, endMs, windowMs } = input
  const box = plot.bbox
  const [fromMs, toMs] = windowMs
  const perMs = box.width / (toMs - fromMs)
  return {
    context: plot.ctx,
    palette,
    dark,
    timesMs,
    endMs,
    windowMs,
    box,
    ratio: devicePixelRatio,
    x: (ms) => box.left + (ms - fromMs) * perMs,
    y: (value) => plot.valToPos(value, 'y', true),
  }
}

function clipped(plot: uPlot, paint: () => void): void {
  const { ctx, bbox } = plot
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.clip()
  paint()
  ctx.restore()
}

function paintGround(plot: uPlot, input: PlotInput): void {
  const frame = frameOf(plot, input)
  const [fromMs, toMs] = input.windowMs
  const most = Math.max(2, Math.floor((input.width - AXIS_LEFT_PX) / TIME_LABEL_PX))
  clipped(plot, () => {
    for (const { ms, startsDay } of timeTicks({ fromMs, toMs }, input.zone, most).ticks)
      paintInstant(frame, ms, input.palette[startsDay ? 'rule' : 'rule-2'])
    for (const lane of input.lanes) if (lane.role === 'actual') paintGaps(frame, gapsOf(lane.values))
  })
}

function paintLanes(plot: uPlot, input: PlotInput): void {
  const { lanes, palette, nowMs, selectedMs } = input
  const frame = frameOf(plot, input)
  clipped(plot, () => {
    for (const lane of lanes) if (lane.draw === 'band') paintLane(frame, lane)
    const stacked = lanes.filter((lane) => lane.draw === 'stack')
    for (const layer of layoutStack(stacked)) paintLayer(frame, layer)
    if (stacked.length > 0) paintZero(frame)
    for (const lane of lanes) if (lane.draw === 'step' || lane.draw === 'line') paintLane(frame, lane)
    if (nowMs !== undefined) paintNow(frame, nowMs, input.height >= HIGH_PX ? input.nowWord : '')
    if (selectedMs !== undefined) paintInstant(frame, selectedMs, palette['ink'])
  })
}

function paintNow(frame: Frame, nowMs: number, word: string): void {
  const { context, palette, box, ratio, x } = frame
  paintInstant(frame, nowMs, palette['ink'])
  context.font = `${11 * ratio}px "Plex Sans", sans-serif`
  context.fillStyle = palette['ink-2']
  context.textBaseline = 'top'
  const right = x(nowMs) + 4 * ratio + context.measureText(word).width > box.left + box.width
  context.textAlign = right ? 'right' : 'left'
  context.fillText(word, x(nowMs) + (right ? -4 : 4) * ratio, box.top + ratio)
}

function paintZero({ context, box, y, ratio, palette }: Frame): void {
  context.fillStyle = palette['ink-3']
  context.fillRect(box.left, Math.round(y(0)), box.width, ratio)
}

function cursorMs(plot: uPlot): number | undefined {
  const left = plot.cursor.left ?? -1
  return left < 0 ? undefined : plot.posToVal(left, 'x')
}

const LEAST_DRAG_PX = 4

function zoomTo(plot: uPlot, { onWindow }: PlotInput): void {
  const { left, width } = plot.select
  if (width < LEAST_DRAG_PX || !onWindow) return
  onWindow(Math.round(plot.posToVal(left, 'x')), Math.round(plot.posToVal(left + width, 'x')))
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
}

function selectOnClick(plot: uPlot, { onSelect }: PlotInput): void {
  if (!onSelect) return
  let downAt = 0
  plot.over.addEventListener('mousedown', (event) => (downAt = event.clientX))
  plot.over.addEventListener('click', (event) => {
    if (Math.abs(event.clientX - downAt) < LEAST_DRAG_PX) onSelect(plot.posToVal(event.offsetX, 'x'))
  })
}
