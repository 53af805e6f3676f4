import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

/** Tokens of both themes; dark overrides light. */
function themes(): Readonly<Record<'light' | 'dark', ReadonlyMap<string, string>>> {
  const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
  const [light, dark] = css
    .split("[data-theme='dark']")
    .map((part) => [...part.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)])
  const map = (matches: RegExpExecArray[]): ReadonlyMap<string, string> =>
    new Map(matches.map(([, name, hex]) => [name, hex]))
  return { light: map(light), dark: map(dark) }
}

/** Relative luminance and contrast of WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) // prettier-ignore
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

const TEXT = ['ink', 'ink-2', 'ink-3', 'accent', 'ok', 'warn', 'crit', 'load', 'price']
const FLOWS = ['pv', 'wind', 'gen', 'grid-in', 'grid-out', 'batt-dis', 'batt-ch', 'ev', 'heat']

test('black on white has contrast 21, a colour on itself 1', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21)
  assert.equal(contrast('#123456', '#123456'), 1)
})

for (const [theme, tokens] of Object.entries(themes())) {
  test(`${theme}: text keeps 4.5 : 1 and flows 3 : 1 on a panel`, () => {
    const panel = tokens.get('panel') ?? ''
    const against = (name: string): number => contrast(tokens.get(name) ?? panel, panel)
    for (const name of TEXT) assert.ok(against(name) >= 4.5, `${name} ${against(name)}`)
    for (const name of FLOWS) assert.ok(against(name) >= 3, `${name} ${against(name)}`)
  })
}
