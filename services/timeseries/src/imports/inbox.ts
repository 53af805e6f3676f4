import { Failure } from '@omarino/energy'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { glob, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { createGunzip } from 'node:zlib'
import { gzipFailures } from './spool.ts'

const MAX_FILES = 100
const MAX_BYTES = 2 * 1024 ** 3

export interface InboxFile {
  readonly path: string
  readonly name: string
  readonly byteCount: number
}

/** Files of the inbox that a pattern names, oldest name first. Nothing outside the inbox is read, whatever links say. */
export async function findInboxFiles(inbox: string, pattern: string): Promise<InboxFile[]> {
  if (path.isAbsolute(pattern) || pattern.split(/[\\/]/).includes('..'))
    throw new Failure('invalid', 'FILE_OUTSIDE_INBOX', `the file pattern ${pattern} leaves the inbox`, '/file')
  const root = await realpath(inbox).catch(() => {
    throw new Failure('invalid', 'INBOX_MISSING', `the inbox ${inbox} does not exist; set EMS_INBOX`)
  })
  const found: InboxFile[] = []
  for await (const name of glob(pattern, { cwd: root })) {
    const file = await realpath(path.join(root, name)).catch(() => undefined) // a link to nowhere names no file
    if (file === undefined) continue
    const { size, isFile } = await stat(file).then((stats) => ({ size: stats.size, isFile: stats.isFile() }))
    if (!isFile || !file.startsWith(root + path.sep)) continue
    if (size > MAX_BYTES)
      throw new Failure('too-large', 'FILE_TOO_LARGE', `${name} has ${size} bytes; at most ${MAX_BYTES} are read`)
    found.push({ path: file, name, byteCount: size })
    if (found.length > MAX_FILES)
      throw new Failure(
        'invalid',
        'TOO_MANY_FILES',
        `the pattern ${pattern} names more than ${MAX_FILES} files`,
        '/file',
      )
  }
  if (found.length === 0)
    throw new Failure('invalid', 'NO_SUCH_FILE', `no file in the inbox ${inbox} matches ${pattern}`, '/file')
  return found.sort((a, b) => (a.name < b.name ? -1 : 1))
}

export async function hashFile(file: string): Promise<Buffer> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest()
}

/** The bytes of a file's text; `.gz` is unpacked. */
export function readInboxFile(file: string): AsyncIterable<Buffer> {
  const stream = createReadStream(file)
  if (!file.endsWith('.gz')) return stream
  const unzip = createGunzip()
  stream.on('error', (error) => unzip.destroy(error))
  return gzipFailures(stream.pipe(unzip))
}
