// Every text of the screens in English, by area. Parameters come by functions; German mirrors each file, a missing key does not compile.
import { afterwardsEn } from './afterwards-en.ts'
import { backtestEn } from './backtest-en.ts'
import { forecastEn } from './forecast-en.ts'
import { forecastWhyEn } from './forecast-why-en.ts'
import { overviewEn } from './overview-en.ts'
import { planEn } from './plan-en.ts'
import { replayEn } from './replay-en.ts'
import { seriesEn } from './series-en.ts'
import { shellEn } from './shell-en.ts'
import { sitesEn } from './sites-en.ts'
import { studioEn } from './studio-en.ts'
import { trainingEn } from './training-en.ts'
import { workflowEn } from './workflow-en.ts'

export const en = {
  ...shellEn,
  ...overviewEn,
  ...seriesEn,
  forecast: { ...forecastEn, ...forecastWhyEn, ...trainingEn },
  backtest: backtestEn,
  ...planEn,
  ...afterwardsEn,
  studio: studioEn,
  replays: replayEn,
  sites: sitesEn,
  ...workflowEn,
}
