import type { BlockPlant, DeferrablePlant, InterruptiblePlant } from '../plant/deferrable.ts'
import type { Play } from './play.ts'

const ON_KW = 1e-6

/** Without a plan, a block starts as soon as it may, and an interruptible load takes its energy from the first step on. */
export function playDeferrable(load: DeferrablePlant, t: number, play: Play): void {
  if (load.mode === 'block') playBlock(load, t, play)
  else playInterruptible(load, t, play)
  play.surplusKw[load.node] -= play.schedules[load.id]['powerKw'][t]
}

/** `state` is the chosen start, counted from 1. */
function playBlock(block: BlockPlant, t: number, play: Play): void {
  const { state, orders, schedules } = play
  if (state[block.index] > 0) return
  const candidate = block.starts.findIndex(({ step }) => step === t || (t === 0 && step < 0))
  if (candidate < 0) return
  const { step, from, kw } = block.starts[candidate]
  const planned = orders.planned?.(block.id, 'startUp', t)
  const starts = step < 0 || (planned === undefined ? mayFollow(block, t, play) : planned > 0.5)
  if (!starts) return
  state[block.index] = candidate + 1
  schedules[block.id]['powerKw'].set(kw, from)
  schedules[block.id]['on'].fill(1, from, from + kw.length)
  if (step >= 0) schedules[block.id]['startUp'][t] = 1
}

function mayFollow({ after }: BlockPlant, t: number, { plant, state }: Play): boolean {
  if (after === undefined) return true
  const first = plant.assets[after.asset] as BlockPlant
  const chosen = first.starts[state[after.asset] - 1]
  return chosen !== undefined && chosen.endMs + after.gapMs <= plant.axis.startsMs[t]
}

/** `state` is the energy taken so far, kWh. */
function playInterruptible(load: InterruptiblePlant, t: number, { plant, state, orders, schedules }: Play): void {
  const columns = schedules[load.id]
  const hours = plant.axis.stepHours[t]
  const leftKwh = Math.max(0, load.energyKwh - state[load.index])
  const wantedKw = orders.planned?.(load.id, 'powerKw', t) ?? evenKw(leftKwh, load.powerKw, hours)
  const leastKw = load.minPowerKw * load.window[t]
  const within = Math.min(Math.max(wantedKw, 0), load.mostKw[t])
  const kw = within > ON_KW && within < leastKw ? leastKw : within
  state[load.index] += kw * hours
  const before = t === 0 ? Number(load.onSinceMs !== undefined) : columns['on'][t - 1]
  columns['powerKw'][t] = kw
  columns['on'][t] = kw > ON_KW ? 1 : 0
  columns['startUp'][t] = Math.max(0, columns['on'][t] - before)
}

/** What is left, spread over as few steps like this one as can take it, so that the last is no stub. */
const evenKw = (kwh: number, mostKw: number, hours: number): number =>
  kwh === 0 ? 0 : kwh / hours / Math.ceil(kwh / (mostKw * hours) - 1e-9)
