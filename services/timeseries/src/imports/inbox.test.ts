import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { findInboxFiles, hashFile, readInboxFile } from './inbox.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'ems-inbox-'))
after(() => rmSync(folder, { recursive: true }))
const inbox = path.join(folder, 'inbox')
const secret = path.join(folder, 'secret.csv')
mkdirSync(path.join(inbox, 'demo'), { recursive: true })
writeFileSync(secret, 'secret')
for (const name of ['demo/b.csv', 'demo/a.csv', 'other.txt']) writeFileSync(path.join(inbox, name), name)
writeFileSync(path.join(inbox, 'c.csv.gz'), gzipSync('packed'))
symlinkSync(secret, path.join(inbox, 'demo/link.csv'))
symlinkSync('nowhere', path.join(inbox, 'demo/dangling.csv'))
mkdirSync(path.join(inbox, 'demo/folder.csv'))

const names = async (pattern: string) => (await findInboxFiles(inbox, pattern)).map(({ name }) => name)
async function read(file: string): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of readInboxFile(file)) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

test('a pattern names files in the order of their names; folders, dangling links and links that leave are none', async () => {
  assert.deepEqual(await names('demo/*.csv'), ['demo/a.csv', 'demo/b.csv'])
  assert.deepEqual(await names('**/*.csv*'), ['c.csv.gz', 'demo/a.csv', 'demo/b.csv'])
  assert.deepEqual((await findInboxFiles(inbox, 'demo/a.csv'))[0].byteCount, 10)
})

test('a pattern that leaves the inbox is refused', async () => {
  for (const pattern of ['../secret.csv', secret, 'demo/../../secret.csv', '..\\secret.csv'])
    await assert.rejects(findInboxFiles(inbox, pattern), { code: 'FILE_OUTSIDE_INBOX', pointer: '/file' }, pattern)
  for (const pattern of ['{..,x}/secret.csv', 'demo/link.csv'])
    await assert.rejects(findInboxFiles(inbox, pattern), { code: 'NO_SUCH_FILE' }, pattern)
})

test('a missing inbox, a pattern without files and one with more than 100 are refused', async () => {
  await assert.rejects(findInboxFiles(path.join(folder, 'none'), '*'), { code: 'INBOX_MISSING' })
  await assert.rejects(names('*.xlsx'), { code: 'NO_SUCH_FILE' })
  mkdirSync(path.join(inbox, 'many'))
  for (let i = 0; i <= 100; i++) writeFileSync(path.join(inbox, `many/${i}.csv`), '')
  await assert.rejects(names('many/*'), { code: 'TOO_MANY_FILES' })
})

test('a file is read as it is, .gz unpacked; a broken one says so', async () => {
  assert.equal(await read(path.join(inbox, 'demo/a.csv')), 'demo/a.csv')
  assert.equal(await read(path.join(inbox, 'c.csv.gz')), 'packed')
  const broken = path.join(folder, 'broken.csv.gz')
  writeFileSync(broken, gzipSync('packed').subarray(0, 12))
  await assert.rejects(read(broken), { code: 'GZIP_BROKEN' })
  await assert.rejects(read(path.join(folder, 'gone.csv.gz')), { code: 'ENOENT' })
})

test('the hash is of the bytes as they lie on disk', async () => {
  assert.deepEqual(await hashFile(secret), createHash('sha256').update('secret').digest())
})
