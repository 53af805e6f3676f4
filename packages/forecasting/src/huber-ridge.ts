import { addRow, applyFit, emptyEquations, type LinearFit, solveRidge } from './normal-equations.ts'

const REFITS = 3

/** Observations of a regression. */
export interface Observations {
  readonly rows: Float64Array // row-major, shape [T × features]
  readonly targets: Float64Array // shape [T]
  readonly weights: Float64Array // shape [T]
}

/**
 * Ridge regression whose loss is squared for errors up to `delta` and grows by the error itself beyond: least squares,
 * fitted again three times with weights by what the last fit leaves. It goes through the middle of the outcomes, not their mean.
 * @param lambda penalty on standardised coefficients, in observations of weight 1; above 0
 * @param delta  in the unit of the targets; above 0
 * @see Huber (1964), Robust Estimation of a Location Parameter, Annals of Mathematical Statistics 35(1); Holland &
 *   Welsch (1977), Robust regression using iteratively reweighted least-squares
 */
export function huberRidge(observed: Observations, features: number, lambda: number, delta: number): LinearFit {
  let fit = fitOnce(observed, features, lambda, () => 1)
  for (let refit = 0; refit < REFITS; refit += 1) {
    const last = fit
    fit = fitOnce(observed, features, lambda, (i) => {
      const left = Math.abs(observed.targets[i] - applyFit(last, observed.rows, i * features))
      return delta / Math.max(left, delta)
    })
  }
  return fit
}

function fitOnce(observed: Observations, features: number, lambda: number, factorOf: (i: number) => number): LinearFit {
  const { rows, targets, weights } = observed
  const equations = emptyEquations(features)
  for (let i = 0; i < targets.length; i += 1)
    addRow(equations, rows, i * features, targets[i], weights[i] * factorOf(i))
  return solveRidge(equations, lambda)
}
