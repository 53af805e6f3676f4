/** SHA-256 (FIPS 180-4), synchronous and without Node, so that the engine also runs in a browser. */
const ROUNDS = 64

/** First 32 bits of the fractional parts of roots of the first primes, as the standard defines its constants. */
function fractions(count: number, root: (prime: number) => number): Uint32Array {
  const found: number[] = []
  for (let n = 2; found.length < count; n++) {
    let prime = true
    for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) prime = false
    if (prime) found.push((root(n) % 1) * 4_294_967_296)
  }
  return Uint32Array.from(found)
}
const K = fractions(ROUNDS, Math.cbrt)
const START = fractions(8, Math.sqrt)
const turned = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits))

/** @returns the digest as 64 lower-case hexadecimal digits */
export function sha256(bytes: Uint8Array): string {
  const length = Math.ceil((bytes.length + 9) / 64) * 64
  const padded = new Uint8Array(length)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(length - 8, Math.floor(bytes.length / 536_870_912))
  view.setUint32(length - 4, (bytes.length << 3) >>> 0)
  const state = START.slice()
  const words = new Uint32Array(ROUNDS)
  for (let block = 0; block < length; block += 64) {
    for (let i = 0; i < 16; i++) words[i] = view.getUint32(block + 4 * i)
    compress(state, words)
  }
  return Array.from(state, (word) => word.toString(16).padStart(8, '0')).join('')
}

function compress(state: Uint32Array, words: Uint32Array): void {
  for (let i = 16; i < ROUNDS; i++) {
    const [a, b] = [words[i - 15], words[i - 2]]
    const early = turned(a, 7) ^ turned(a, 18) ^ (a >>> 3)
    const late = turned(b, 17) ^ turned(b, 19) ^ (b >>> 10)
    words[i] = words[i - 16] + early + words[i - 7] + late
  }
  let [a, b, c, d, e, f, g, h] = state
  for (let i = 0; i < ROUNDS; i++) {
    const first = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + words[i]) | 0
    const second = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
  }
  for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) state[i] += word
}
