// A computing child for tests: echoes, fails, ends, wants memory, or keeps its event loop busy as a solver does.
import { Failure } from '@omarino/energy'
import { serveChild } from './child-entry.ts'

/** What the sample child is asked. */
export type SampleRequest =
  | { readonly do: 'echo'; readonly values: Float64Array }
  | { readonly do: 'spin'; readonly ms: number; readonly obeysCancel: boolean }
  | { readonly do: 'fail' }
  | { readonly do: 'exit' }
  | { readonly do: 'reserve'; readonly bytes: number }
  | { readonly do: 'hoard' }

await serveChild(
  () => Promise.resolve(),
  async (message, context) => {
    const request = message as SampleRequest
    if (request.do === 'echo') return { pid: process.pid, values: request.values }
    if (request.do === 'fail') throw new Failure('infeasible', 'NO_PLAN', 'nothing fits', '/assets/0')
    if (request.do === 'exit') process.exit(3)
    context.progress({ pid: process.pid })
    if (request.do === 'reserve') return { pid: process.pid, bytes: new ArrayBuffer(request.bytes).byteLength }
    if (request.do === 'hoard')
      for (const rows: number[][] = []; ;) rows.push(Array.from({ length: 1e6 }, (_, k) => k + 0.5))
    const endMs = performance.now() + request.ms
    while (performance.now() < endMs) if (request.obeysCancel && context.cancelled()) return { pid: process.pid, stopped: true } // prettier-ignore
    return { pid: process.pid, stopped: false }
  },
)
