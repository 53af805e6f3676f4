import type { ConfigOf } from '@omarino/contracts'
import type { StoredKind, Told } from './stored-kind.ts'

export const STATE_UNKNOWN: Told = {
  name: 'state',
  detail: 'on or off before the plan is unknown: its first step is no switch',
}

export const generator: StoredKind<ConfigOf<'generator'>> = {
  fields: {},
  tells: () => [{ name: 'state', detail: 'on or off before the plan is unknown: taken to have been off for long' }],
}

export const electrolyzer: StoredKind<ConfigOf<'electrolyzer'>> = {
  fields: { hydrogenPricePerKg: ['pricePerKg', 'price'] },
  tells: ({ commitment }) => (commitment ? [STATE_UNKNOWN] : []),
}
