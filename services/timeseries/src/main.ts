import { bootService } from '@omarino/platform'
import { storeKit } from '@omarino/store'
import { buildTimeseries, describeTimeseries } from './app.ts'

await bootService('timeseries', process.env, process.argv, storeKit, buildTimeseries, describeTimeseries)
