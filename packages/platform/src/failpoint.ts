import { closeSync, openSync } from 'node:fs'

interface Failpoint {
  readonly name: string
  left: number
  readonly onceFile: string | undefined
}

const parse = (setting: string): Failpoint => {
  const [place, onceFile] = setting.split('@')
  const [name, count] = place.split(':')
  return { name, left: +(count ?? '1'), onceFile }
}

/** True for the first process that asks: the file's existence says that another died here before. */
function isFirst(onceFile: string): boolean {
  try {
    closeSync(openSync(onceFile, 'wx'))
    return true
  } catch {
    return false // it exists: this place has killed already
  }
}

/**
 * `name[:n][@file]`, several with commas: the process kills itself with SIGKILL at the n-th pass of the named place; with a
 * file only one process ever does. Tests only; production refuses it.
 */
export function createFailpoint(setting: string | undefined): (name: string) => void {
  if (!setting) return () => undefined
  const points = setting.split(',').map(parse)
  return (name) => {
    for (const point of points) {
      if (point.name !== name) continue
      point.left -= 1
      if (point.left === 0 && (point.onceFile === undefined || isFirst(point.onceFile)))
        process.kill(process.pid, 'SIGKILL')
    }
  }
}
