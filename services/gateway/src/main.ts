import { bootService } from '@omarino/platform'
import { storeKit } from '@omarino/store'
import { buildGateway, describeGateway } from './app.ts'

await bootService('gateway', process.env, process.argv, storeKit, buildGateway, describeGateway)
