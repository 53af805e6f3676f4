import { bootService } from '@omarino/platform'
import { storeKit } from '@omarino/store'
import { buildOptimize, describeOptimize } from './app.ts'

await bootService('optimize', process.env, process.argv, storeKit, buildOptimize, describeOptimize)
