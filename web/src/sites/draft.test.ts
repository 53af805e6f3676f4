import { AssetConfig } from '@omarino/contracts'
import type { AssetType } from '@omarino/contracts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configOf, draftOf, seriesIn } from './draft.ts'
import type { Draft } from './draft.ts'
import { ASSET_TYPES, FORMS } from './forms.ts'
import { SAMPLE_ASSETS } from './sample-assets.ts'
import type { FieldSpec } from './field-spec.ts'

const saved = (draft: Draft, specs: readonly FieldSpec[], type: string): unknown => {
  const reading = configOf(draft, specs)
  return 'config' in reading ? AssetConfig.parse({ type, ...reading.config }) : Object.fromEntries(reading.faults)
}

interface Option {
  readonly shape: { readonly type: { readonly value: AssetType }; readonly mode?: { readonly value: string } }
}
const OPTIONS = AssetConfig.options.flatMap((one): unknown[] => ('options' in one ? [...one.options] : [one])) as Option[] // prettier-ignore

test('every configuration comes out of its form as it went in, in both languages', () => {
  for (const mark of ['.', ','] as const)
    for (const config of SAMPLE_ASSETS)
      assert.deepEqual(saved(draftOf(config, FORMS[config.type], mark), FORMS[config.type], config.type), AssetConfig.parse(config)) // prettier-ignore
  assert.deepEqual([...new Set(SAMPLE_ASSETS.map(({ type }) => type))].sort(), [...ASSET_TYPES].sort())
})

test('every field of the contract has its place in a form, and no form has another', () => {
  for (const { shape } of OPTIONS) {
    const { type, mode, ...fields } = shape
    const specs = FORMS[type.value].filter(({ when }) => !mode || when === undefined || when[1] === mode.value)
    const expected = [...Object.keys(fields), ...(mode ? ['mode'] : [])].sort()
    assert.deepEqual(specs.map(({ field }) => field).sort(), expected, type.value) // prettier-ignore
  }
})

test('an empty form tells what lacks at its place, rows included', () => {
  const told = saved(draftOf(undefined, FORMS.ev, '.'), FORMS.ev, 'ev') as Record<string, string>
  assert.equal(told['/capacityKwh'], 'missing')
  assert.equal(told['/stays/0/arrive'], 'missing')
  assert.ok(!('/socSeries' in told) && !('/stays/0/minSoc' in told))
})

test('what is no number is told, a decimal comma is one, percent become shares without dust', () => {
  const draft = draftOf(undefined, FORMS.load, '.')
  assert.deepEqual(saved({ ...draft, series: 'a/b', shedCostPerKwh: '1,5' }, FORMS.load, 'load'), { type: 'load', series: 'a/b', shedCostPerKwh: 1.5 }) // prettier-ignore
  assert.deepEqual(saved({ ...draft, series: 'a/b', shedCostPerKwh: '1.000,5' }, FORMS.load, 'load'), { '/shedCostPerKwh': 'notANumber' }) // prettier-ignore
  const [percent] = FORMS.battery.filter(({ field }) => field === 'socMin')
  assert.deepEqual(configOf({ socMin: '7' }, [percent]), { config: { socMin: 0.07 } })
  assert.deepEqual(draftOf({ socMin: 0.07 }, [percent], ','), { socMin: '7' })
})

test('a field that another one rules out is not saved', () => {
  const draft = { ...draftOf(undefined, FORMS.boiler, '.'), maxHeatKw: '5', efficiency: '90', fuelPricePerKwh: '0.1' }
  assert.deepEqual(saved({ ...draft, electric: true }, FORMS.boiler, 'boiler'), { type: 'boiler', heatNode: 'heat', maxHeatKw: 5, efficiency: 0.9, electric: true }) // prettier-ignore
  assert.deepEqual(saved({ ...draft, electric: false }, FORMS.boiler, 'boiler'), { type: 'boiler', heatNode: 'heat', maxHeatKw: 5, efficiency: 0.9, fuelPricePerKwh: 0.1 }) // prettier-ignore
})

test('the series of an asset are found wherever they stand', () => {
  const keysOf = (type: string) => SAMPLE_ASSETS.filter((config) => config.type === type).map((config) => seriesIn(config, FORMS[config.type])) // prettier-ignore
  assert.deepEqual(keysOf('grid'), [['demo/co2', 'demo/import']])
  assert.deepEqual(keysOf('building'), [['demo/outdoor', 'demo/room']])
})
