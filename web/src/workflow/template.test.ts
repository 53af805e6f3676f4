import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DagSpec } from '@omarino/contracts'
import type { Site } from '@omarino/contracts'
import { forecastSeries, keyOf, readTemplate, templateSpec } from './template.ts'

const fields = {
  key: 'day-ahead', name: 'Day-ahead plan', site: 'demo', cron: '15 13 * * *', zone: 'Europe/Amsterdam', file: '*.csv',
  series: ['demo/load/active_power'], webhook: 'http://localhost:9999/hook',
} // prettier-ignore

test('the template is a document that the contract accepts, each task after the one before', () => {
  const spec = DagSpec.parse(templateSpec(fields))
  assert.deepEqual(spec.tasks.map(({ key, needs }) => [key, ...needs]), [['import'], ['forecast', 'import'], ['optimize', 'forecast'], ['report', 'optimize'], ['webhook', 'report']]) // prettier-ignore
})

test('form and document are two views of one thing', () => {
  assert.deepEqual(readTemplate(DagSpec.parse(templateSpec(fields))), fields)
  const bare = { ...fields, file: '', webhook: '' }
  assert.deepEqual(readTemplate(DagSpec.parse(templateSpec(bare))), bare)
})

test('a document that says more than the form shows is not read into it', () => {
  const spec = templateSpec(fields)
  assert.equal(readTemplate({ ...spec, maxActiveRuns: 3 }), undefined)
  assert.equal(readTemplate({ ...spec, tasks: [...spec.tasks, { ...spec.tasks[0], key: 'again' }] }), undefined)
})

test('loads and generation are forecast once each, prices and batteries are not', () => {
  const site = { assets: [{ config: { type: 'load', series: 's/load' } }, { config: { type: 'battery', socSeries: 's/soc' } }, { config: { type: 'pv', series: 's/pv' } }, { config: { type: 'heatLoad', series: 's/heat' } }, { config: { type: 'grid', series: 's/grid' } }, { config: { type: 'wind', series: 's/pv' } }] } as unknown as Site // prettier-ignore
  assert.deepEqual(forecastSeries(site), ['s/load', 's/pv', 's/heat'])
})

test('a name becomes a key', () => {
  assert.equal(keyOf('  Tagesplan Werk Süd! '), 'tagesplan-werk-sud')
})
