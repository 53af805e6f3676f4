// Painting of lanes on a canvas: steps as steps, bands, piles, gaps. uPlot gives the scales, cursor and axes; the ink is ours.
import { runsOf } from './gaps.ts'
import type { Lane } from './lanes.ts'
import { visibleSteps } from './lanes.ts'
import type { Palette } from './palette.ts'
import type { Layer } from './stack.ts'

export interface Frame {
  readonly context: CanvasRenderingContext2D
  readonly palette: Palette
  readonly dark: boolean
  /** Device pixels per CSS pixel. */
  readonly ratio: number
  readonly box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number }
  readonly timesMs: Float64Array
  readonly endMs: number
  readonly windowMs: readonly [number, number]
  readonly x: (ms: number) => number
  readonly y: (value: number) => number
}

const LINE_PX = 1.5
const BAND_ALPHA = 0.16
const PAST_ALPHA = 0.25
const HATCH_PX = 6

export function paintLane(frame: Frame, lane: Lane): void {
  if (lane.draw === 'band') paintBand(frame, lane)
  else paintLine(frame, lane)
}

const ending = ({ timesMs, endMs }: Frame, step: number): number => (step < timesMs.length ? timesMs[step] : endMs)

/** Outline of a run between two step curves. */
function tracePatch(
  frame: Frame,
  [first, last]: readonly [number, number],
  lower: Float64Array,
  upper: Float64Array,
): void {
  const { context, timesMs, x, y } = frame
  context.beginPath()
  context.moveTo(x(timesMs[first]), y(lower[first]))
  for (let t = first; t < last; t++) {
    context.lineTo(x(timesMs[t]), y(upper[t]))
    context.lineTo(x(ending(frame, t + 1)), y(upper[t]))
  }
  for (let t = last - 1; t >= first; t--) {
    context.lineTo(x(ending(frame, t + 1)), y(lower[t]))
    context.lineTo(x(timesMs[t]), y(lower[t]))
  }
  context.closePath()
}

function paintBand(frame: Frame, lane: Lane): void {
  const { context, palette } = frame
  if (!lane.upper) return
  context.fillStyle = palette[lane.token]
  context.globalAlpha = BAND_ALPHA
  for (const run of runsOf(lane.values, ...visibleSteps(frame.timesMs, frame.windowMs))) {
    tracePatch(frame, run, lane.values, lane.upper)
    context.fill()
  }
  context.globalAlpha = 1
}

/** A layer of a stack. Charging in the dark theme is the loudest colour: it gets an outline and a hatch instead of a full area. */
export function paintLayer(frame: Frame, { lane, base, tip }: Layer): void {
  const { context, palette } = frame
  const hatched = frame.dark && lane.token === 'batt-ch'
  for (const run of runsOf(tip, ...visibleSteps(frame.timesMs, frame.windowMs))) {
    tracePatch(frame, run, base, tip)
    context.fillStyle = palette[lane.token]
    if (!hatched) {
      context.fill()
      continue
    }
    context.save()
    context.clip()
    hatchRows(frame, palette[lane.token])
    context.strokeStyle = palette[lane.token]
    context.lineWidth = 2 * LINE_PX * frame.ratio // the outer half is clipped
    context.stroke()
    context.restore()
  }
}

function hatchRows({ context, box, ratio }: Frame, colour: string): void {
  context.fillStyle = colour
  for (let top = box.top; top < box.top + box.height; top += 4 * ratio)
    context.fillRect(box.left, top, box.width, 2 * ratio)
}

function strokeOf({ context, palette, ratio }: Frame, lane: Lane): void {
  context.strokeStyle = palette[lane.token]
  context.lineWidth = (lane.role === 'limit' ? 1 : LINE_PX) * ratio
  context.globalAlpha = lane.role === 'past-issue' ? PAST_ALPHA : 1
  context.setLineDash(
    lane.role === 'plan' ? [5 * ratio, 3 * ratio] : lane.role === 'limit' ? [1 * ratio, 3 * ratio] : [],
  )
  context.lineJoin = 'round'
}

function paintLine(frame: Frame, lane: Lane): void {
  const { context, timesMs } = frame
  const [first, last] = visibleSteps(timesMs, frame.windowMs)
  strokeOf(frame, lane)
  context.beginPath()
  const dense = last - first > (4 * frame.box.width) / frame.ratio
  if (dense) traceColumns(frame, lane.values, first, last)
  else for (const run of runsOf(lane.values, first, last)) traceRun(frame, lane, run)
  context.stroke()
  context.setLineDash([])
  context.globalAlpha = 1
}

function traceRun(frame: Frame, { values, draw }: Lane, [first, last]: readonly [number, number]): void {
  const { context, timesMs, x, y } = frame
  context.moveTo(x(timesMs[first]), y(values[first]))
  for (let t = first; t < last; t++) {
    context.lineTo(x(timesMs[t]), y(values[t]))
    if (draw === 'step') context.lineTo(x(ending(frame, t + 1)), y(values[t]))
  }
}

/** More than four points per pixel column: one stroke from the least to the greatest of each, so that every extreme stays visible. */
function traceColumns(
  { context, timesMs, x, y, ratio }: Frame,
  values: Float64Array,
  first: number,
  last: number,
): void {
  let column = -Infinity
  let [low, high] = [Infinity, -Infinity]
  const flush = (): void => {
    if (low > high) return
    context.moveTo(column, y(low) + ratio / 2)
    context.lineTo(column, y(high) - ratio / 2)
  }
  for (let t = first; t < last; t++) {
    const at = Math.round(x(timesMs[t]) / ratio) * ratio
    if (at !== column) {
      flush()
      column = at
      low = Infinity
      high = -Infinity
    }
    if (values[t] < low) low = values[t]
    if (values[t] > high) high = values[t]
  }
  flush()
}

/** Hatches the ground where values are missing; at least one pixel wide, so that no gap vanishes. */
export function paintGaps(frame: Frame, gaps: readonly (readonly [number, number])[]): void {
  const { context, palette, timesMs, x, box, ratio } = frame
  context.strokeStyle = palette['ink-3']
  context.lineWidth = ratio
  for (const [first, last] of gaps) {
    const left = x(timesMs[first])
    const width = Math.max(ratio, x(ending(frame, last)) - left)
    if (left + width < box.left || left > box.left + box.width) continue
    context.save()
    context.beginPath()
    context.rect(left, box.top, width, box.height)
    context.clip()
    context.globalAlpha = 0.35
    hatchSlanted(frame, Math.max(left, box.left), Math.min(width, box.width))
    context.restore()
  }
}

function hatchSlanted({ context, box, ratio }: Frame, left: number, width: number): void {
  context.beginPath()
  for (let offset = -box.height; offset < width; offset += HATCH_PX * ratio) {
    context.moveTo(left + offset, box.top + box.height)
    context.lineTo(left + offset + box.height, box.top)
  }
  context.stroke()
}

/** A line through the whole pane at an instant: now, the selected step, a day change. */
export function paintInstant({ context, box, x, ratio }: Frame, ms: number, colour: string): void {
  const at = Math.round(x(ms)) + 0.5 * (ratio % 2)
  if (at < box.left || at > box.left + box.width) return
  context.strokeStyle = colour
  context.lineWidth = ratio
  context.beginPath()
  context.moveTo(at, box.top)
  context.lineTo(at, box.top + box.height)
  context.stroke()
}
