import type { Catalogue } from './catalogue.ts'
import { afterwardsDe } from './afterwards-de.ts'
import { backtestDe } from './backtest-de.ts'
import { forecastDe } from './forecast-de.ts'
import { forecastWhyDe } from './forecast-why-de.ts'
import { overviewDe } from './overview-de.ts'
import { planDe } from './plan-de.ts'
import { replayDe } from './replay-de.ts'
import { seriesDe } from './series-de.ts'
import { shellDe } from './shell-de.ts'
import { sitesDe } from './sites-de.ts'
import { studioDe } from './studio-de.ts'
import { trainingDe } from './training-de.ts'
import { workflowDe } from './workflow-de.ts'

export const de: Catalogue = {
  ...shellDe,
  ...overviewDe,
  ...seriesDe,
  forecast: { ...forecastDe, ...forecastWhyDe, ...trainingDe },
  backtest: backtestDe,
  ...planDe,
  ...afterwardsDe,
  studio: studioDe,
  replays: replayDe,
  sites: sitesDe,
  ...workflowDe,
}
