import { bootService } from '@omarino/platform'
import { storeKit } from '@omarino/store'
import { buildForecast, describeForecast } from './app.ts'

await bootService('forecast', process.env, process.argv, storeKit, buildForecast, describeForecast)
