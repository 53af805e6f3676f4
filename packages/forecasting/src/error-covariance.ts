/** How errors of nodes weigh: all alike, by their variance, or by their covariance shrunk towards it. */
export type ErrorWeighing = 'ols' | 'wls' | 'mint'

// A node that never erred would be taken as certain; its variance is held at this share of the mean.
const LEAST_SHARE = 1e-6

/**
 * W of a reconciliation.
 * @param errors mean about 0, NaN is missing; shape [nodes × T], row-major; not read for `ols`
 * @returns symmetric positive definite, shape [nodes × nodes]
 * @see Schäfer & Strimmer (2005), A shrinkage approach to large-scale covariance matrix estimation, SAGMB 4(1)
 */
export function errorCovariance(weighing: ErrorWeighing, errors: Float64Array, nodes: number): Float64Array {
  const covariance = new Float64Array(nodes * nodes)
  if (weighing === 'ols') {
    for (let i = 0; i < nodes; i += 1) covariance[i * nodes + i] = 1
    return covariance
  }
  const complete = completeSteps(errors, nodes)
  const deviations = standardDeviations(errors, nodes, complete)
  const correlation = weighing === 'mint' ? shrunkCorrelations(errors, nodes, complete, deviations) : null
  for (let i = 0; i < nodes; i += 1) {
    for (let j = 0; j < nodes; j += 1) {
      const share = i === j ? 1 : (correlation?.[i * nodes + j] ?? 0)
      covariance[i * nodes + j] = share * deviations[i] * deviations[j]
    }
  }
  return covariance
}

/** Steps at which all nodes have an error. */
function completeSteps(errors: Float64Array, nodes: number): number[] {
  const steps = errors.length / nodes
  if (!Number.isInteger(steps)) throw new RangeError(`${errors.length} errors are no rows of ${nodes} nodes`)
  const all = Array.from({ length: steps }, (_, step) => step)
  return all.filter((step) => {
    for (let node = 0; node < nodes; node += 1) if (!Number.isFinite(errors[node * steps + step])) return false
    return true
  })
}

/** Roots of the mean squared errors; all 1 where no step is complete or nothing ever erred. */
function standardDeviations(errors: Float64Array, nodes: number, complete: readonly number[]): Float64Array {
  const steps = errors.length / nodes
  const variances = new Float64Array(nodes)
  for (let node = 0; node < nodes; node += 1) {
    for (const step of complete) variances[node] += errors[node * steps + step] ** 2 / complete.length
  }
  const least = (LEAST_SHARE * variances.reduce((sum, value) => sum + value, 0)) / nodes
  return variances.map((variance) => (least > 0 ? Math.sqrt(Math.max(variance, least)) : 1))
}

/** Correlations times 1 − λ, where λ is the share of their spread that chance explains. */
function shrunkCorrelations(
  errors: Float64Array,
  nodes: number,
  complete: readonly number[],
  deviations: Float64Array,
): Float64Array {
  const steps = errors.length / nodes
  const n = complete.length
  const correlations = new Float64Array(nodes * nodes)
  let chance = 0
  let squares = 0
  for (let i = 0; i < nodes; i += 1) {
    for (let j = 0; j < nodes; j += 1) {
      if (i === j) continue
      let sum = 0
      let sumSquares = 0
      for (const step of complete) {
        const product = (errors[i * steps + step] * errors[j * steps + step]) / (deviations[i] * deviations[j])
        sum += product
        sumSquares += product * product
      }
      correlations[i * nodes + j] = sum / n
      chance += (sumSquares - (sum * sum) / n) / (n * (n - 1))
      squares += (sum / n) ** 2
    }
  }
  const shrinkage = n > 1 && squares > 0 ? Math.min(Math.max(chance / squares, 0), 1) : 1
  return correlations.map((value) => (n > 0 ? (1 - shrinkage) * value : 0))
}
