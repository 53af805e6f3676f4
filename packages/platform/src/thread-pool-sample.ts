// A computing thread for tests: echoes, waits, fails, or ends.
import { Failure } from '@omarino/energy'
import { threadId } from 'node:worker_threads'
import { serveThread } from './thread-entry.ts'

/** What the sample thread is asked; `wait` blocks it until the number in the shared array is no longer 0. */
export type SampleJob =
  | { readonly do: 'echo'; readonly values: Float64Array }
  | { readonly do: 'wait'; readonly gate: Int32Array }
  | { readonly do: 'fail' }
  | { readonly do: 'exit' }

serveThread((job: SampleJob) => {
  if (job.do === 'echo') return { threadId, values: job.values }
  if (job.do === 'fail') throw new Failure('infeasible', 'NO_WAY', 'nothing fits 3 steps')
  if (job.do === 'exit') process.exit(1)
  Atomics.wait(job.gate, 0, 0)
  return { threadId }
})
