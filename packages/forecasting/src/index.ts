// Words: origin, the step a forecast starts at; lead, steps from the origin; level, the probability of a quantile;
// median or point, level 0.5; trial, forecasts of one model replayed from past origins; error, actual − median.
export * from './backtest.ts'
export * from './calendar-columns.ts'
export * from './forecast-series.ts'
export * from './forecast.ts'
export * from './model.ts'
export { MODEL_NAMES } from './models/registry.ts'
export * from './models/ridge-ar.ts'
export * from './models/seasonal-naive.ts'
export * from './pinball.ts'
export * from './scores.ts'
