import type { FlowToken } from './lanes.ts'

const NAMES = [
  'ground', 'panel', 'ink', 'ink-2', 'ink-3', 'rule', 'rule-2', 'accent', 'load', 'price', 'pv', 'wind', 'gen',
  'grid-in', 'grid-out', 'batt-dis', 'batt-ch', 'ev', 'heat',
] as const // prettier-ignore
export type Colour = (typeof NAMES)[number]
export type Palette = Readonly<Record<Colour | FlowToken, string>>

/** The colours of the theme in force, as a canvas needs them. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element)
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Palette
}
