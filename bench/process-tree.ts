import { readdirSync, readFileSync } from 'node:fs'

interface Stat {
  readonly parent: number
  /** User and system time, clock ticks. */
  readonly ticks: number
}

const TICKS_PER_SECOND = 100 // USER_HZ of Linux on every architecture that we run on

function readStat(pid: number): Stat | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
    return { parent: +fields[1], ticks: +fields[11] + +fields[12] + +fields[13] + +fields[14] }
  } catch {
    return undefined // it ended while we looked
  }
}

/** The given processes and all their descendants. */
export function processTree(roots: readonly number[]): number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [+name, readStat(+name)?.parent] as const),
  )
  const tree = new Set(roots)
  for (let grown = true; grown;) {
    grown = false
    for (const [pid, parent] of parents) {
      if (parent === undefined || tree.has(pid) || !tree.has(parent)) continue
      tree.add(pid)
      grown = true
    }
  }
  return [...tree]
}

/** CPU seconds that the tree has used, ended children included. */
export const treeCpuSeconds = (roots: readonly number[]): number =>
  processTree(roots).reduce((sum, pid) => sum + (readStat(pid)?.ticks ?? 0), 0) / TICKS_PER_SECOND

/** Proportional set size of a process in MiB: shared pages count once over all who share them. */
export function pssMib(pid: number): number {
  try {
    const match = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))
    return match ? +match[1] / 1024 : 0
  } catch {
    return 0 // it ended while we looked
  }
}

export const commandOf = (pid: number): string => {
  try {
    return (
      readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        .split('\0')
        .filter((part) => part.includes('/') || part.startsWith('postgres'))
        .at(-1) ?? ''
    )
  } catch {
    return '' // it ended while we looked
  }
}
