import { Failure } from '@omarino/energy'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demandAllowed, isInner, publicLookup } from './egress.ts'

const isForbidden = (error: unknown): boolean => error instanceof Failure && error.kind === 'invalid' && error.code === 'EGRESS_FORBIDDEN' // prettier-ignore

/** Addresses at the edges of each block: inner on one side, public on the other. */
const INNER = [
  '0.0.0.0', '0.255.255.255', '10.0.0.0', '10.255.255.255', '100.64.0.0', '100.127.255.255', '127.0.0.1', '127.255.255.254', '169.254.169.254',
  '172.16.0.0', '172.31.255.255', '192.168.0.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', '::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8',
  '64:ff9b::7f00:1', 'fc00::1', 'fdff::1', 'fe80::1', 'febf::1', 'ff02::1', '2002:7f00:1::',
] // prettier-ignore
const PUBLIC = [
  '1.0.0.0', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255', '128.0.0.0', '169.253.255.255', '169.255.0.0',
  '172.15.255.255', '172.32.0.0', '192.167.255.255', '192.169.0.0', '223.255.255.255', '2606:4700::1111', 'fbff::1',
] // prettier-ignore

test('loopback, link-local, private, shared and multicast addresses are inner, and those next to them are not', () => {
  assert.deepEqual(INNER.filter((address) => !isInner(address)), []) // prettier-ignore
  assert.deepEqual(PUBLIC.filter(isInner), [])
})

for (const url of [
  'http://127.0.0.1/',
  'http://127.1/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0x7f.1/',
  'http://0177.0.0.1/',
  'http://0/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://169.254.169.254/latest/meta-data',
  'http://10.1.2.3:8080/',
  'https://192.168.0.1/',
  'http://[fe80::1]/',
  'http://①②⑦.0.0.1/',
])
  // prettier-ignore
  test(`${url} is not called`, () => assert.throws(() => demandAllowed(url, []), isForbidden))

for (const url of [
  'file:///etc/passwd',
  'ftp://example.com/',
  'gopher://example.com/',
  'data:text/plain,x',
  'javascript:alert(1)',
])
  // prettier-ignore
  test(`${url} is no address of a webhook`, () =>
    assert.throws(() => demandAllowed(url, []), /only http and https are called/))

test('a URL with a password is refused without telling it', () => {
  assert.throws(() => demandAllowed('https://user:hunter2@example.com/', []), (error: Error) => isForbidden(error) && !error.message.includes('hunter2')) // prettier-ignore
})

test('a public address goes out by a lookup that is asked when the socket connects', () => {
  assert.equal(demandAllowed('https://example.com/hook', []), publicLookup)
  assert.equal(demandAllowed('http://93.184.216.34/', []), publicLookup)
})

test('an inner address goes out only when its host and port are listed as they stand', () => {
  const allowed = ['127.0.0.1:8080', 'inside.example:443', '::1:9000']
  for (const url of ['http://127.0.0.1:8080/hook', 'https://inside.example/hook', 'http://[::1]:9000/'])
    assert.equal(demandAllowed(url, allowed), undefined, url)
  for (const url of ['http://127.0.0.1/', 'http://127.0.0.1:8081/', 'http://127.0.0.2:8080/'])
    assert.throws(() => demandAllowed(url, allowed), isForbidden, url)
  assert.equal(demandAllowed('http://inside.example/', allowed), publicLookup) // port 80 is not listed
})

test('a name that leads to this machine is refused when the socket asks for it', async () => {
  for (const all of [true, false]) {
    const answer = await new Promise((resolve) => publicLookup('localhost', { all }, (error) => resolve(error)))
    assert.ok(isForbidden(answer), String(answer))
  }
})
