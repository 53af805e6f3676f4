import { Failure } from '@omarino/energy'

const UTF16_MARKS = ['fffe', 'feff']
const SEQUENCE_BYTES = 4 // the longest character of UTF-8

/**
 * Turns bytes, cut anywhere, into text.
 * @throws Failure `NOT_UTF8` with the place of the first bad byte; a zero byte is no text either
 */
export async function* decodeUtf8(chunks: AsyncIterable<Buffer>): AsyncGenerator<{ text: string; bytes: number }> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let [bytes, last] = [0, Buffer.alloc(0)]
  for await (const chunk of chunks) {
    if (bytes === 0) demandNoUtf16(chunk)
    const open = openCharacter(last)
    const text = decode(decoder, chunk, open, bytes - open.length)
    bytes += chunk.length
    last = Buffer.concat([last, chunk.subarray(-SEQUENCE_BYTES)]).subarray(-SEQUENCE_BYTES)
    yield { text, bytes }
  }
  const open = openCharacter(last)
  decode(decoder, undefined, open, bytes - open.length)
}

function demandNoUtf16(head: Buffer): void {
  if (UTF16_MARKS.includes(head.subarray(0, 2).toString('hex')))
    throw new Failure('invalid', 'NOT_UTF8', 'the file is UTF-16; save it as UTF-8')
}

/** @param before bytes of the file before `open`, the begun character that earlier chunks ended with */
function decode(decoder: TextDecoder, chunk: Buffer | undefined, open: Buffer, before: number): string {
  const zero = chunk?.indexOf(0) ?? -1
  try {
    if (zero < 0) return decoder.decode(chunk, { stream: chunk !== undefined })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
  }
  const good = goodBytes(Buffer.concat([open, chunk?.subarray(0, zero < 0 ? undefined : zero) ?? Buffer.alloc(0)]))
  throw new Failure(
    'invalid',
    'NOT_UTF8',
    `the file is not UTF-8: a bad byte follows byte ${before + good}; save it as UTF-8`,
  )
}

/** Length of the longest beginning that is whole characters. */
function goodBytes(bytes: Buffer): number {
  let [good, bad] = [0, bytes.length + 1]
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    if (isText(bytes.subarray(0, middle), true)) good = middle
    else bad = middle
  }
  while (!isText(bytes.subarray(0, good), false)) good -= 1
  return good
}

function isText(bytes: Buffer, stream: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream })
    return true
  } catch {
    return false
  }
}

/** The bytes at the end of `last` that begin a character without ending it. */
function openCharacter(last: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, last.length); back++) {
    const byte = last[last.length - back]
    if (byte >= 0x80 && byte < 0xc0) continue
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return last.subarray(needed > back ? -back : last.length)
  }
  return last.subarray(last.length)
}
