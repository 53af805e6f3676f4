import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clearSkyIrradiance, sunPosition } from './sun.ts'

const degrees = (radians: number): number => (radians * 180) / Math.PI

test('at the solstice the noon sun of Berlin stands 90° − 52.52° + 23.44° = 60.9° high, in the south', () => {
  const { elevation, azimuth } = sunPosition(Date.UTC(2026, 5, 21, 11, 8), 52.52, 13.405) // true noon: 12:00 − 13.4°/15 h + 1.8 min
  assert.ok(Math.abs(degrees(elevation) - 60.92) < 0.1)
  assert.ok(Math.abs(degrees(azimuth) - 180) < 1.5)
})

test('at the equinox the sun stands overhead at the equator at noon and rises in the east', () => {
  const noon = sunPosition(Date.UTC(2026, 2, 20, 12, 7), 0, 0)
  assert.ok(degrees(noon.elevation) > 89)
  const rise = sunPosition(Date.UTC(2026, 2, 20, 6, 7), 0, 0)
  assert.ok(Math.abs(degrees(rise.azimuth) - 90) < 1 && Math.abs(degrees(rise.elevation)) < 1)
})

test('a clear sky gives 1098·exp(−0.059) = 1035 W/m² from overhead and nothing at night', () => {
  assert.ok(Math.abs(clearSkyIrradiance(Math.PI / 2) - 1035.1) < 0.1)
  assert.equal(clearSkyIrradiance(-0.1), 0)
})
