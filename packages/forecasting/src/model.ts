/** The contracts between data, models and forecasts. All of it is plain data: it is stored and sent between threads. */

/** Named columns of one value per step; shape [T] each. */
export type Columns = Readonly<Record<string, Float64Array>>

/** Local calendar of each step; a type, not an interface, so that it is `Columns` too. */
export type CalendarColumns = Readonly<{
  day: Float64Array // local date, days since 1970-01-01
  slot: Float64Array // step of the local day, 0 at midnight
  offset: Float64Array // offset of local time from UTC, in steps
  weekday: Float64Array // 0 = Monday .. 6 = Sunday
  dayType: Float64Array // 0 workday, 1 Saturday, 2 Sunday or holiday
}>

/** Everything a model may know: up to the origin, nothing after it. Arrays are copies of one length. */
export interface Past {
  readonly values: Float64Array // the target; NaN is missing
  readonly observed: Columns // covariates known up to the origin only
  readonly known: Columns // covariates known through the horizon
  readonly calendar: CalendarColumns
}

/** What is known of the horizon: step k starts at the origin + k steps. */
export interface Future {
  readonly known: Columns
  readonly calendar: CalendarColumns
  readonly steps: number
}

/** A name of `models/registry.ts`. */
export type ModelName = string

/** What is asked of a forecast. */
export interface ForecastTask {
  readonly stepMs: number // divides a day
  readonly levels: readonly number[] // rising, inside (0, 1)
  readonly nonNegative: boolean
  readonly capacity: number | null // upper bound in the unit of the series
  readonly model: ModelName // or `auto`
  readonly seed: number
  readonly seasonality?: readonly number[] // in steps; absent: the day and the week of the step
  readonly seriesId?: string // with the seed and the model's name, what random numbers are drawn from
  readonly dated?: boolean // false: times are mere counters, weekdays and holidays mean nothing; absent: true
  readonly location?: Location // of a PV plant
  readonly explain?: boolean // true: the forecast says what adds up to its point; absent: it does not, which is quicker
}

export interface Location {
  readonly latitude: number // degrees, north positive
  readonly longitude: number // degrees, east positive
  readonly tiltDeg?: number | undefined // from the horizontal
  readonly azimuthDeg?: number | undefined // clockwise from north
}

/** Quantiles as rows: value of level i at step k is `values[i * steps + k]`. */
export interface Quantiles {
  readonly levels: readonly number[]
  readonly values: Float64Array
}

/** What speaks for a point: the base and what each group adds to it, in the unit of the series. Their sum is the point. */
export interface Explanation {
  readonly groups: readonly string[] // the base first
  readonly contributions: Float64Array // [groups × steps], row-major
}

/** A forecasting model as three pure functions over a state that is plain data. */
export interface Model<State> {
  readonly name: ModelName
  /** Steps of history below which `fit` is not called. */
  minimumSteps(task: ForecastTask): number
  fit(past: Past, task: ForecastTask): State
  /** Takes in what became known since `fit`, without changing parameters. */
  update(state: State, past: Past): State
  /** Raw quantiles, at least the median (level 0.5); bands come from calibration. Finite everywhere. */
  predict(state: State, past: Past, future: Future): Quantiles
  /** Contributions to the median that `predict` gives; absent where a model cannot tell. */
  explain?(state: State, past: Past, future: Future): Explanation
}

/** How one candidate did on the scored origins; null when it could not take part, and `reason` says why. */
export interface CandidateScore {
  readonly model: ModelName
  readonly pinball: number | null // mean over the asked levels, unit of the series
  readonly mae: number | null
  readonly reason: string | null
}

/** A model of an ensemble with its share; shares add up to 1. */
export interface Member {
  readonly model: ModelName
  readonly weight: number
}

/** Why this model: the scores of all candidates. */
export interface Choice {
  readonly model: ModelName
  readonly members: readonly Member[] // of an ensemble, else empty
  readonly origins: number // scored origins
  readonly scores: readonly CandidateScore[]
}

/** Backtest of the chosen model inside the known past; null where it cannot be computed. Unit of the series unless a ratio. */
export interface BacktestMetrics {
  readonly origins: number
  readonly points: number // scored values
  readonly mae: number | null
  readonly rmse: number | null
  readonly mase: number | null // ratio to the day-naive in training
  readonly skill: number | null // 1 − MAE ÷ MAE of the seasonal naive
  readonly pinball: number | null // mean over the asked levels
  readonly crps: number | null // 2 × pinball
  readonly coverage80: number | null // share of actuals inside p10..p90
}

/** A forecast with its uncertainty and its reasons. */
export interface Forecast {
  readonly point: Float64Array // the median; shape [steps]
  readonly levels: readonly number[]
  readonly quantiles: Float64Array // [levels × steps], row-major
  readonly model: ModelName
  readonly choice: Choice
  readonly metrics: BacktestMetrics
  readonly flags: readonly Flag[]
  readonly explanation: Explanation | null // null where none was asked for
}

/**
 * What a reader should know: `day-naive` under two weeks of history, the day before stands in; `gaps` over 5 % of the
 * last 28 days is missing; `stale-history` nothing known in the last day; `few-residuals` bands rest on fewer than 60
 * errors; `constant` all known values are equal; `outliers` values far beyond the usual spread.
 */
export type Flag = 'day-naive' | 'gaps' | 'stale-history' | 'few-residuals' | 'constant' | 'outliers'

export const DAY_MS = 86_400_000
export const HOUR_MS = 3_600_000
export const stepsPerDay = (stepMs: number): number => DAY_MS / stepMs
/** Steps in an hour; 1 when the step is an hour or longer. */
export const stepsPerHour = (stepMs: number): number => Math.max(1, Math.round(HOUR_MS / stepMs))
