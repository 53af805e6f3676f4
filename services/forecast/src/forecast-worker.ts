// The main of a computing thread: it sees what it is sent and nothing else.
import type { RegularSeries } from '@omarino/energy'
import { forecastSeries } from '@omarino/forecasting'
import type { SeriesForecastRequest } from '@omarino/forecasting'
import { serveThread } from '@omarino/platform/compute'

export interface ForecastJob {
  readonly history: RegularSeries
  readonly request: SeriesForecastRequest
}

serveThread(({ history, request }: ForecastJob) => forecastSeries(history, request))
