import { bootService } from '@omarino/platform'
import { storeKit } from '@omarino/store'
import { buildScheduler, describeScheduler } from './app.ts'

await bootService('scheduler', process.env, process.argv, storeKit, buildScheduler, describeScheduler)
