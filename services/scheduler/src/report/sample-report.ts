// A report for tests: four quarter-hours of a site with grid, PV, battery and load, every number chosen by hand.
import type { ReportData } from './report-data.ts'

export const START_MS = Date.UTC(2026, 2, 1, 11)
const QUARTER_MS = 900_000

export const SAMPLE: ReportData = {
  title: 'Day-ahead plan of Demo, 2026-03-01', siteName: 'Demo', zone: 'Europe/Berlin', currency: 'EUR', source: 'demo',
  planId: '019aa000-0000-7000-8000-000000000001', issueMs: START_MS - QUARTER_MS, startMs: START_MS,
  stepEndsMs: [1, 2, 3, 4].map((n) => START_MS + n * QUARTER_MS), status: 'optimal', objective: 1234.56, bound: 1234.5, relativeGap: 0.00005,
  costDoingNothing: 1300.06, settlement: null,
  costs: [
    { line: 'grid.import', assetId: 'grid', amount: 1300 },
    { line: 'grid.export', assetId: 'grid', amount: -70.44 },
    { line: 'wear', assetId: 'battery', amount: 5 },
  ],
  power: [
    { assetId: 'grid', type: 'grid', powerKw: [30, -5, 0, 12.5] },
    { assetId: 'roof', type: 'pv', powerKw: [0, 20, 15, 7.5] },
    { assetId: 'battery', type: 'battery', powerKw: [-10, 5, 5, 0] },
    { assetId: 'load', type: 'load', powerKw: [20, 20, 20, 20] },
  ],
  soc: [{ assetId: 'battery', soc: [0.5, 0.45, 0.4, 0.4], socMin: 0.1, socMax: 0.9 }],
  importPricePerKwh: [0.1, 0.2, 0.3, 0.15], exportPricePerKwh: [0.05, 0.05, 0.05, 0.05],
  explanations: ['The battery charges at the lowest price.'], relaxations: [],
  inputs: [{ name: 'demo/load/active_power', detail: 'ridge autoregression, issued 10:00' }],
  accuracy: [
    { series: 'demo/load/active_power', unit: 'kW', date: '2026-02-28', model: 'ridge-ar', mae: 1.25, skill: 0.4, coverage80: 0.78125, reason: null },
    { series: 'demo/pv/active_power', unit: 'kW', date: '2026-02-28', model: null, mae: null, skill: null, coverage80: null, reason: 'no forecast was made before that day' },
  ],
} // prettier-ignore
