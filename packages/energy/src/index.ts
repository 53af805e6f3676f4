// The words of energy: site, series, point, quality, step, gap; battery, tariff; calendar and zones. Imports nothing.
export * from './calendar.ts'
export * from './errors.ts'
export * from './quality.ts'
export * from './random.ts'
export * from './series.ts'
export * from './strict-number.ts'
export * from './strict-time.ts'
export * from './units.ts'
