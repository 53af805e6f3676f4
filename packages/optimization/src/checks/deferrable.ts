import type { BlockPlant, DeferrablePlant, InterruptiblePlant } from '../plant/deferrable.ts'
import type { CheckContext, Read } from './ledger.ts'

const LEAST_KW = 5e-7 // half of what counts as on where nothing switches

export const checkDeferrable = (load: DeferrablePlant, columns: Read, context: CheckContext): void =>
  load.mode === 'block' ? checkBlock(load, columns, context) : checkInterruptible(load, columns, context)

/** One start that is allowed, and its profile; or none, where that is priced, bent or left to a later horizon. */
function checkBlock(
  block: BlockPlant,
  { powerKw, on, startUp }: Read,
  { stepHours, bent, ledger }: CheckContext,
): void {
  const { id, starts } = block
  const told = [...startUp.keys()].filter((t) => startUp[t] !== 0)
  const chosen = starts.find(({ step }) => (step < 0 ? told.length === 0 : told.length === 1 && told[0] === step))
  if (chosen === undefined) {
    const excused = block.isLater || block.skipCost !== undefined || isBent(block, 'skip', bent)
    if (told.length > 0 || !excused) ledger.refuse(`${id}: does not start once where it may`)
  }
  for (const t of stepHours.keys()) {
    const off = (what: string) => (): string => `${id}: ${what} at step ${t}`
    const runs = chosen !== undefined && t >= chosen.from && t < chosen.from + chosen.kw.length
    const kw = runs ? chosen.kw[t - chosen.from] : 0
    ledger.note('balanceKw', powerKw[t] - kw, kw, off('power is not that of the profile'))
    ledger.note('limit', on[t] - (runs ? 1 : 0), 1, off('running is told wrongly'))
    ledger.note('limit', startUp[t] - (chosen?.step === t ? 1 : 0), 1, off('a start is told wrongly'))
  }
}

function checkInterruptible(load: InterruptiblePlant, columns: Read, context: CheckContext): void {
  const { stepHours, bent, ledger } = context
  const { id, energyKwh, skipCost, minPowerKw, powerKw: mostKw, window } = load
  let taken = 0
  for (const [t, hours] of stepHours.entries()) {
    const off = (what: string) => (): string => `${id}: ${what} at step ${t}`
    const [kw, on] = [columns['powerKw'][t], columns['on'][t]]
    taken += kw * hours
    const beyond = Math.max(0, minPowerKw * window[t] * on - kw, kw - mostKw * window[t] * on)
    ledger.note('limit', Math.min(Math.abs(on), Math.abs(on - 1)), 1, off('neither on nor off'))
    const isIdle = window[t] === 0 || (!load.isSwitched && kw < LEAST_KW) // then it cannot be on
    ledger.note('limit', isIdle ? on : 0, 1, off('told to be on while it takes nothing'))
    ledger.note('limit', beyond, mostKw, off(`${kw} kW leave the limits`))
  }
  const last = Math.max(
    0,
    window.findLastIndex((share) => share > 0),
  )
  const isSkipped = skipCost !== undefined && taken < energyKwh / 2
  const wanted = isSkipped ? 0 : energyKwh
  const excess = Math.max(taken - wanted, wanted - bent('skip', last) - taken)
  ledger.note('energyKwh', Math.max(0, excess), energyKwh, () => `${id}: takes ${taken} kWh of ${wanted}`)
  checkStarts(load, columns, context)
}

function checkStarts(load: InterruptiblePlant, { on, startUp }: Read, { startsMs, ledger }: CheckContext): void {
  let sinceMs = load.onSinceMs
  let count = 0
  for (const t of startsMs.keys()) {
    const isOn = on[t] > 0.5
    const starts = isOn && sinceMs === undefined ? 1 : 0
    ledger.note('limit', startUp[t] - starts, 1, () => `${load.id}: a start is told wrongly at step ${t}`)
    count += starts
    if (starts === 1 && load.isSwitched && startsMs[t] + load.minOnMs > load.latestEndMs)
      ledger.refuse(`${load.id}: starts too late at step ${t} to stay on as long as it must`)
    const early = sinceMs !== undefined && !isOn && startsMs[t] < sinceMs + load.minOnMs && load.isSwitched
    if (early) ledger.refuse(`${load.id}: goes off too early at step ${t}`)
    sinceMs = isOn ? (sinceMs ?? startsMs[t]) : undefined
  }
  if (count > (load.maxStarts ?? Infinity)) ledger.refuse(`${load.id}: starts ${count} times`)
}

const isBent = ({ window }: DeferrablePlant, kind: string, bent: CheckContext['bent']): boolean =>
  window.some((_, t) => bent(kind, t) > 0)
