import { setTimeout as sleep } from 'node:timers/promises'
import type { BenchCase } from '../bench-case.ts'
import { GOALS, holds } from '../goals.ts'
import { commandOf, processTree, pssMib } from '../process-tree.ts'

const SETTLE_MS = 15_000

/** Memory of everything at rest, PostgreSQL included. */
export const run: BenchCase = async ({ system, say }) => {
  await sleep(SETTLE_MS)
  const pids = processTree(system.pids)
  const sizes = pids
    .map((pid) => ({ name: commandOf(pid).replace(/^.*\/(services|web|packages)\//, '$1/'), mib: pssMib(pid) }))
    .sort((a, b) => b.mib - a.mib)
  for (const { name, mib } of sizes.filter((one) => one.mib > 5)) say(`${mib.toFixed(0).padStart(5)} MiB  ${name}`)
  const value = Math.round(sizes.reduce((sum, { mib }) => sum + mib, 0))
  const goal = GOALS['memory.idle-pss']
  return [
    {
      metric: 'memory.idle-pss',
      value,
      unit: 'MiB',
      reference: null,
      ratio: null,
      goal,
      holds: holds(goal, value, null),
      cpuSeconds: null,
      runs: 1,
    },
  ]
}
