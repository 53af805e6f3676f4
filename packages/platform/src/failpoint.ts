/** `name[:n]`: the process kills itself with SIGKILL at the n-th pass of the named place. Tests only; production refuses it. */
export function createFailpoint(setting: string | undefined): (name: string) => void {
  if (!setting) return () => undefined
  const [wanted, count] = setting.split(':')
  let left = +(count ?? '1')
  return (name) => {
    if (name !== wanted) return
    left -= 1
    if (left === 0) process.kill(process.pid, 'SIGKILL')
  }
}
