/** Columns that are eliminated together: a packed panel of them stays in the second-level cache. */
const PANEL = 48

/**
 * Solves K·A = Y for all targets at once by a Cholesky factor in panels.
 * @param system  n rows of K, symmetric positive definite, of which the lower triangle is read, and q rows of targets
 *                (Yᵀ) below; shape [(n + q) × n], row-major; overwritten
 * @returns Aᵀ, shape [q × n]
 * @throws RangeError naming the first pivot that is not positive
 */
export function solveTargets(system: Float64Array, n: number, targets: number): Float64Array {
  const rows = n + targets
  const panel = new Float64Array(rows * PANEL)
  for (let from = 0; from < n; from += PANEL) {
    const width = Math.min(PANEL, n - from)
    eliminatePanel(system, n, rows, from, width)
    packPanel(system, n, rows, from, width, panel)
    subtractPanel(system, n, rows, from + width, panel)
  }
  const solution = system.slice(n * n)
  for (let target = 0; target < targets; target += 1) substituteBack(system, n, solution, target * n)
  return solution
}

/** Columns `from` to `from + width` of the factor, in all rows below; earlier panels are subtracted already. */
function eliminatePanel(a: Float64Array, n: number, rows: number, from: number, width: number): void {
  for (let i = from; i < rows; i += 1) {
    const last = Math.min(i, from + width - 1)
    for (let j = from; j <= last; j += 1) {
      let sum = a[i * n + j]
      for (let k = from; k < j; k += 1) sum -= a[i * n + k] * a[j * n + k]
      if (i !== j) a[i * n + j] = sum / a[j * n + j]
      else if (sum > 0) a[j * n + j] = Math.sqrt(sum)
      else throw new RangeError(`matrix is not positive definite at pivot ${j}: ${sum}`)
    }
  }
}

/** Copies the rows below a panel, side by side without gaps; a narrow last panel is followed by no other. */
function packPanel(a: Float64Array, n: number, rows: number, from: number, width: number, panel: Float64Array): void {
  for (let i = from + width; i < rows; i += 1) panel.set(a.subarray(i * n + from, i * n + from + width), i * PANEL)
}

/** Subtracts the products of a panel's rows from what is left of the matrix: four rows by two columns at a time. */
function subtractPanel(a: Float64Array, n: number, rows: number, from: number, panel: Float64Array): void {
  let i = from
  for (; i + 4 <= rows; i += 4) {
    const end = Math.min(i + 4, n)
    let j = from
    for (; j + 2 <= end; j += 2) subtractTile(a, n, panel, i, j)
    if (j < end) for (let row = i; row < i + 4; row += 1) subtractCell(a, n, panel, row, j)
  }
  for (; i < rows; i += 1) for (let j = from; j <= i && j < n; j += 1) subtractCell(a, n, panel, i, j)
}

/** Four rows from `i` on by two columns from `j` on; above the diagonal nothing reads what it leaves. */
function subtractTile(a: Float64Array, n: number, panel: Float64Array, i: number, j: number): void {
  let [s00, s01, s10, s11, s20, s21, s30, s31] = [0, 0, 0, 0, 0, 0, 0, 0]
  const p = i * PANEL
  const q = j * PANEL
  for (let k = 0; k < PANEL; k += 1) {
    const u = panel[q + k]
    const v = panel[q + PANEL + k]
    const x = panel[p + k]
    s00 += x * u
    s01 += x * v
    const y = panel[p + PANEL + k]
    s10 += y * u
    s11 += y * v
    const z = panel[p + 2 * PANEL + k]
    s20 += z * u
    s21 += z * v
    const w = panel[p + 3 * PANEL + k]
    s30 += w * u
    s31 += w * v
  }
  const at = i * n + j
  a[at] -= s00
  a[at + 1] -= s01
  a[at + n] -= s10
  a[at + n + 1] -= s11
  a[at + 2 * n] -= s20
  a[at + 2 * n + 1] -= s21
  a[at + 3 * n] -= s30
  a[at + 3 * n + 1] -= s31
}

function subtractCell(a: Float64Array, n: number, panel: Float64Array, i: number, j: number): void {
  let sum = 0
  for (let k = 0; k < PANEL; k += 1) sum += panel[i * PANEL + k] * panel[j * PANEL + k]
  a[i * n + j] -= sum
}

/** Lᵀ·x = z in place, by rows of L. */
function substituteBack(factor: Float64Array, n: number, x: Float64Array, at: number): void {
  for (let i = n - 1; i >= 0; i -= 1) {
    const row = i * n
    const value = (x[at + i] /= factor[row + i])
    for (let k = 0; k < i; k += 1) x[at + k] -= factor[row + k] * value
  }
}
