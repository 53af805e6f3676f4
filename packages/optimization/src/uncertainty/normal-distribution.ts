const LOG_SQRT_TWO_PI = 0.9189385332046728

/**
 * Share of the standard normal distribution below `x`, within about 1e-15 (absolute, so far tails have no relative accuracy).
 * @param x  finite; at |x| > 10 the answer is 0 or 1
 * @see Marsaglia (2004), Evaluating the Normal Distribution, Journal of Statistical Software 11(4)
 */
export function normalShareBelow(x: number): number {
  if (Math.abs(x) > 10) return x > 0 ? 1 : 0
  let term = x
  let sum = x
  let before = 0
  for (let odd = 3; sum !== before; odd += 2) {
    term *= (x * x) / odd
    before = sum
    sum += term
  }
  return Math.min(1, Math.max(0, 0.5 + sum * Math.exp(-0.5 * x * x - LOG_SQRT_TWO_PI)))
}
