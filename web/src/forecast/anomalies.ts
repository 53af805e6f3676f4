import type { Forecast } from '@omarino/contracts'

const MOST_SHOWN = 3

/** The newest anomalies, newest first, and how many earlier ones there are. */
export function newestAnomalies(anomalies: Forecast['anomalies']): { shown: Forecast['anomalies']; more: number } {
  const shown = anomalies.slice(-MOST_SHOWN).reverse()
  return { shown, more: anomalies.length - shown.length }
}
