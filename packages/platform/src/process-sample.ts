// A process for tests: its first argument in EMS_SAMPLE says how it behaves.
import { createLog } from './log.ts'
import { refuseStart, untilStopped } from './process.ts'

const behaviour = process.env['EMS_SAMPLE']
if (behaviour === 'refuse') refuseStart('sample', new Error('EMS_X is missing'))
const log = createLog('sample', 'info')
const alive = setInterval(() => undefined, 1000)
untilStopped(log, process.env['EMS_SUPERVISED'] === '1', {
  async stop() {
    clearInterval(alive)
    if (behaviour === 'cannot stop') throw new Error('the pool is stuck')
    log.info('drained')
  },
})
if (behaviour === 'throw') setTimeout(() => { throw new Error('nobody catches this') }, 10) // prettier-ignore
if (behaviour === 'reject') void Promise.reject(new Error('nobody awaits this'))
log.info('sample started')
