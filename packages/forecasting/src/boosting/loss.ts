/** What trees minimise: squared error, or the pinball loss at levels that rise inside (0, 1); [0.5] is absolute error. */
export type Loss = { readonly kind: 'squared' } | { readonly kind: 'pinball'; readonly levels: readonly number[] }

export const outputsOf = (loss: Loss): number => (loss.kind === 'squared' ? 1 : loss.levels.length)

/** The negative gradient at a residual: where the prediction should go. */
export function gradientOf(loss: Loss, output: number, residual: number): number {
  if (loss.kind === 'squared') return residual
  const level = loss.levels[output]
  return residual > 0 ? level : residual < 0 ? level - 1 : 0
}

/**
 * The constant that serves residuals best: their mean, shrunk by `penalty` rows of 0, or their quantile by linear
 * interpolation.
 * @param residuals at least one, finite; sorted in place for the pinball loss
 */
export function bestConstant(loss: Loss, output: number, residuals: Float64Array, penalty: number): number {
  if (loss.kind === 'squared') {
    let sum = 0
    for (let i = 0; i < residuals.length; i += 1) sum += residuals[i]
    return sum / (residuals.length + penalty)
  }
  residuals.sort()
  const place = loss.levels[output] * (residuals.length - 1)
  const below = Math.floor(place)
  const above = Math.min(below + 1, residuals.length - 1)
  return residuals[below] + (place - below) * (residuals[above] - residuals[below])
}

/** Loss of one residual. */
export function lossOf(loss: Loss, output: number, residual: number): number {
  if (loss.kind === 'squared') return residual * residual
  const level = loss.levels[output]
  return residual > 0 ? level * residual : (level - 1) * residual
}
