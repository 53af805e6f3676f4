import { binColumns } from '../boosting/bins.ts'
import { applyTrees, boost, type BoostedTrees, type BoostOptions } from '../boosting/boost.ts'
import { addTreesShap, canExplain } from '../boosting/tree-shap.ts'
import { joinColumns, lastSteps } from '../columns.ts'
import {
  addTo,
  BASE,
  CALIBRATION,
  type Contributions,
  contributionsOf,
  inUnits,
  RECENT,
  TREES,
} from '../explanation.ts'
import { fillGaps } from '../fill-gaps.ts'
import {
  type Explanation,
  type ForecastTask,
  type Future,
  type Model,
  type Past,
  stepsPerDay,
  stepsPerHour,
} from '../model.ts'
import { addRow, applyFit, emptyEquations, type LinearFit, solveRidge } from '../normal-equations.ts'
import { type PredictionRange, widenedRange } from '../prediction-range.ts'
import { fromScaled, type RobustScale, robustScale, toScaled } from '../robust-scale.ts'
import { seededFor } from '../boosting/seed.ts'
import { feedBack } from './fed-back.ts'
import { type BoostSource, linearGroups, linearWidth, treeGroups, treeWidth, writeLinearWeather, writeTreeRow } from './gbdt-features.ts' // prettier-ignore
import { fitLevelCorrection, type LevelCorrection } from './level-correction.ts'
import { featureSource, type FeatureSource, firstRow, RIDGE_FEATURES, writeFeatures } from './ridge-features.ts'
import { addFeatures, addRidge, isHoliday } from './ridge-groups.ts'
import { weatherColumn, type WeatherGroup, weatherGroups } from './weather-columns.ts'

export interface GbdtState {
  readonly perDay: number
  readonly perHour: number
  readonly scale: RobustScale
  readonly groups: readonly WeatherGroup[]
  readonly observed: readonly string[] // names
  readonly linear: LinearFit
  readonly boosted: BoostedTrees // on what the ridge leaves
  readonly correction: LevelCorrection
  readonly range: PredictionRange // of predictions, scaled
}

const MINIMUM_DAYS = 28
const MOST_ROWS = 26_352 // three years of hours: what a fit of about two seconds takes
const LAMBDA = 3 // in rows, on standardised features
const LINE_HOURS = 3 // gaps up to this are filled by a line
const RANGE_MARGIN = 0.3 // share of the seen range that a step may leave it by
const MOST_OBSERVED = 4
const BINS = 64
const HELD_SHARE = 0.1 // of the rows, the last ones, to stop at
const CONTEXT_DAYS = 25 // that predictions look back on, as in ridge-ar

const OPTIONS: BoostOptions = {
  loss: { kind: 'squared' },
  trees: 100,
  learningRate: 0.1,
  depth: 6,
  leastRows: 10,
  penalty: 20,
  rowShare: 0.5,
  columnShare: 0.5,
  validationRows: 0,
  patience: 20,
}

/**
 * Ridge autoregression with weather terms, and trees boosted on what it leaves: trees do not extrapolate a level, the
 * ridge does. Known covariates that move together are read as one. The median comes from the trees' mean of robustly
 * scaled residuals; bands come from calibration.
 */
export const gbdt: Model<GbdtState> = {
  name: 'gbdt',
  minimumSteps: (task) => MINIMUM_DAYS * stepsPerDay(task.stepMs),
  fit: fitGbdt,
  update: (state) => state,
  predict: (state, past, future) => ({ levels: [0.5], values: predictGbdt(state, past, future) }),
  explain: explainGbdt,
}

interface Sources {
  readonly lags: FeatureSource
  readonly boost: BoostSource
}

type Reading = Pick<GbdtState, 'perDay' | 'perHour' | 'groups' | 'observed'>

function sourcesOf(reading: Reading, scaled: Float64Array, past: Past, future?: Future): Sources {
  const { perDay, perHour, groups, observed } = reading
  const filled = fillGaps(scaled, past.calendar.offset, perDay, LINE_HOURS * perHour)
  const calendar = future ? joinColumns(past.calendar, future.calendar) : past.calendar
  const known = future ? joinColumns(past.known, future.known) : past.known
  const weather = groups.map((group) => weatherColumn(group, known, calendar.offset, perDay, perHour))
  return {
    lags: featureSource(filled, calendar, perDay, perHour),
    boost: {
      weather,
      observed: observed.map((name) => past.observed[name] ?? new Float64Array(0)),
      calendar,
      perDay,
      perHour,
    },
  }
}

function fitGbdt(whole: Past, task: ForecastTask): GbdtState {
  const [perDay, perHour] = [stepsPerDay(task.stepMs), stepsPerHour(task.stepMs)]
  const past = lastSteps(whole, MOST_ROWS + firstRow(perDay, perHour))
  const scale = robustScale(past.values)
  const scaled = past.values.map((value) => toScaled(scale, value))
  const groups = weatherGroups(past.known, scaled, perHour)
  const observed = Object.keys(past.observed).sort().slice(0, MOST_OBSERVED)
  const reading = { perDay, perHour, groups, observed }
  const sources = sourcesOf(reading, scaled, past)
  const first = Math.min(firstRow(perDay, perHour), scaled.length)
  const { linear, fitted, columns } = fitLinear(sources, scaled, first)
  const residuals = scaled.slice(first).map((value, i) => value - fitted[i])
  const { boosted, errors } = boostResiduals(columns, residuals, task)
  const correction = fitLevelCorrection(errors, perDay, perHour)
  return { ...reading, scale, linear, boosted, correction, range: widenedRange(scaled, RANGE_MARGIN) }
}

function fitLinear(sources: Sources, scaled: Float64Array, first: number) {
  const width = linearWidth(sources.boost.weather.length)
  const rows = new Float64Array((scaled.length - first) * width)
  const equations = emptyEquations(width)
  for (let i = first, at = 0; i < scaled.length; i += 1, at += width) {
    writeFeatures(sources.lags, i, rows, at)
    writeLinearWeather(sources.boost, i, rows, at)
    if (!Number.isNaN(scaled[i])) addRow(equations, rows, at, scaled[i], 1)
  }
  const linear = solveRidge(equations, LAMBDA)
  const fitted = Float64Array.from({ length: scaled.length - first }, (_, i) => applyFit(linear, rows, i * width))
  return { linear, fitted, columns: treeColumns(sources.boost, rows, width, fitted, first) }
}

function treeColumns(source: BoostSource, rows: Float64Array, width: number, fitted: Float64Array, first: number) {
  const row = new Float64Array(treeWidth(source.weather.length, source.observed.length))
  const columns = Array.from(row, () => new Float64Array(fitted.length))
  for (let i = 0; i < fitted.length; i += 1) {
    writeTreeRow(source, first + i, rows, i * width, fitted[i], row)
    for (let f = 0; f < row.length; f += 1) columns[f][i] = row[f]
  }
  return columns
}

/** How many trees help is seen on the last rows; then as many are grown on all. Errors are of the first trees. */
function boostResiduals(columns: readonly Float64Array[], residuals: Float64Array, task: ForecastTask) {
  const binned = binColumns(columns, BINS)
  const random = (): (() => number) => seededFor(task.seed, task.seriesId ?? '', 'gbdt')
  const validationRows = Math.floor(HELD_SHARE * residuals.length)
  const tried = boost(binned, residuals, { ...OPTIONS, validationRows }, random())
  const trees = tried.trees.length
  const boosted = boost(binned, residuals, { ...OPTIONS, trees }, random())
  const row = new Float64Array(columns.length)
  const errors = residuals.map((residual, i) => {
    for (let f = 0; f < row.length; f += 1) row[f] = columns[f][i]
    return residual - applyTrees(tried, row)
  })
  return { boosted, errors }
}

/** Told of each step of the horizon; `held` is what bounds of a step add, rows are used again. */
type Witness = (step: number, linearRow: Float64Array, treeRow: Float64Array, correction: number, held: number) => void

function predictGbdt(state: GbdtState, past: Past, future: Future, witness?: Witness): Float64Array {
  const recent = lastSteps(past, CONTEXT_DAYS * state.perDay)
  const scaled = recent.values.map((value) => toScaled(state.scale, value))
  const { lags, boost } = sourcesOf(state, scaled, recent, future)
  const linearRow = new Float64Array(linearWidth(state.groups.length))
  const treeRow = new Float64Array(treeWidth(state.groups.length, state.observed.length))
  const predict = (index: number): number => {
    writeFeatures(lags, index, linearRow, 0)
    writeLinearWeather(boost, index, linearRow, 0)
    const fitted = applyFit(state.linear, linearRow, 0)
    writeTreeRow(boost, index, linearRow, 0, fitted, treeRow)
    return fitted + applyTrees(state.boosted, treeRow)
  }
  const path = feedBack({ ...state, lags, predict }, scaled, future.steps, (step, correction, held) =>
    witness?.(step, linearRow, treeRow, correction, held),
  )
  return path.map((value) => fromScaled(state.scale, value))
}

/** The ridge as in ridge-ar, weather terms by covariate, and the Shapley values of the trees, by what they read. */
function explainGbdt(state: GbdtState, past: Past, future: Future): Explanation {
  const { groups, linear, scale } = state
  const parts = contributionsOf(future.steps)
  const weather = linearGroups(groups)
  const point = predictGbdt(state, past, future, (step, linearRow, treeRow, correction, held) => {
    const holiday = isHoliday(future.calendar, step)
    addRidge(parts, step, linear, linearRow, holiday)
    addFeatures(parts, step, linear, linearRow, weather, RIDGE_FEATURES)
    addTrees(parts, step, state, treeRow, holiday)
    addTo(parts, RECENT, step, correction)
    if (held !== 0) addTo(parts, CALIBRATION, step, held)
  })
  return inUnits(parts, point, (value) => fromScaled(scale, value))
}

function addTrees(parts: Contributions, step: number, state: GbdtState, row: Float64Array, holiday: boolean): void {
  const { boosted, groups, observed } = state
  if (!canExplain(boosted)) return addTo(parts, TREES, step, applyTrees(boosted, row))
  const shapley = new Float64Array(row.length)
  addTo(parts, BASE, step, addTreesShap(boosted, row, shapley))
  for (const [feature, group] of treeGroups(groups, observed, holiday).entries()) {
    addTo(parts, group, step, shapley[feature])
  }
}
