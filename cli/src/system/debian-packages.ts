import { Failure } from '@omarino/energy'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

/** What the tests start for real, and the Debian package that brings it. */
const NEEDED = [
  { program: 'chromium', debian: 'chromium' },
  { program: 'redis-server', debian: 'redis-server' },
  { program: 'pdftotext', debian: 'poppler-utils' },
] as const

const onPath = (program: string): boolean =>
  (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .concat('/usr/sbin')
    .some((dir) => existsSync(path.join(dir, program)))

/** Installs what is missing where that is allowed. @throws Failure that names the packages where it is not */
export function bringDebianPackages(say: (line: string) => void): void {
  const missing = NEEDED.filter(({ program }) => !onPath(program)).map(({ debian }) => debian)
  if (missing.length === 0) return
  const sentence = `the tests need ${missing.join(', ')}: install them (Debian: apt-get install ${missing.join(' ')})`
  if (process.getuid?.() !== 0 || !onPath('apt-get')) throw new Failure('unavailable', 'PACKAGES_MISSING', sentence)
  say(`installing ${missing.join(', ')}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (args: readonly string[]): number | null =>
    spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status
  if (
    apt(['update', '-qq']) !== 0 ||
    apt(['install', '-y', '-qq', '--no-install-recommends', '-o', 'Dpkg::Use-Pty=0', ...missing]) !== 0
  ) {
    throw new Failure('unavailable', 'PACKAGES_MISSING', `apt-get could not install them; ${sentence}`)
  }
}
