import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeUtf8 } from './decode.ts'

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
const read = async (bytes: Buffer, size: number): Promise<string> => {
  let text = ''
  for await (const part of decodeUtf8(cut(bytes, size))) text += part.text
  return text
}
const outcome = (bytes: Buffer, size: number): Promise<string> =>
  read(bytes, size).catch((error: unknown) => (error as Error).message)

test('text is the same however its bytes are cut, without the byte order mark', async () => {
  const bytes = Buffer.from('\uFEFFvalue,°C,€,𝄞\n')
  for (let size = 1; size <= bytes.length; size++) assert.equal(await read(bytes, size), 'value,°C,€,𝄞\n')
})

test('Latin-1 is refused with the place of its first byte, in whatever pieces it comes', async () => {
  const bytes = Buffer.concat([Buffer.from('série °C '), Buffer.from('é,1\n', 'latin1')])
  // s, é (2), r, i, e, space, ° (2), C, space: 11 bytes are good, the twelfth is Latin-1.
  for (const size of [1, 2, 3, 5, 12, 99])
    assert.equal(await outcome(bytes, size), 'the file is not UTF-8: a bad byte follows byte 11; save it as UTF-8')
  await assert.rejects(read(bytes, 99), { code: 'NOT_UTF8' })
})

test('a character that the end of the file cuts is refused with the place where it begins', async () => {
  const bytes = Buffer.from('ab€').subarray(0, 4)
  for (const size of [1, 2, 4]) assert.match(await outcome(bytes, size), /follows byte 2;/)
})

test('UTF-16 is called by its name, and without a mark its zero bytes give it away', async () => {
  const text = 'series,time,value\n'
  assert.match(await outcome(Buffer.from(`\uFEFF${text}`, 'utf16le'), 64), /the file is UTF-16; save it as UTF-8/)
  assert.match(await outcome(Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(), 64), /the file is UTF-16/)
  assert.match(await outcome(Buffer.from(text, 'utf16le'), 64), /a bad byte follows byte 1;/)
})

test('any bytes give the same text or the same refusal for any size of the pieces', async () => {
  const piece = fc.constantFrom('a', 'é', '€', '𝄞').map((text) => Buffer.from(text))
  const byte = fc.constantFrom(0x41, 0x80, 0xc3, 0xe2, 0xf0, 0xff, 0).map((value) => Buffer.from([value]))
  const bytes = fc.array(fc.oneof({ weight: 5, arbitrary: piece }, byte), { minLength: 1, maxLength: 12 })
  const property = fc.asyncProperty(bytes, fc.integer({ min: 1, max: 9 }), async (parts, size) => {
    const whole = Buffer.concat([Buffer.from('..'), ...parts])
    assert.equal(await outcome(whole, size), await outcome(whole, whole.length))
  })
  await fc.assert(property, { numRuns: 1000 })
})
