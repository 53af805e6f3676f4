import { Failure } from '@omarino/energy'

const UTF16_MARKS = ['fffe', 'feff']

/** Turns bytes, cut anywhere, into text. @throws Failure `NOT_UTF8` with the place of the first bad byte */
export async function* decodeUtf8(chunks: AsyncIterable<Buffer>): AsyncGenerator<{ text: string; bytes: number }> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let bytes = 0
  for await (const chunk of chunks) {
    if (bytes === 0 && UTF16_MARKS.includes(chunk.subarray(0, 2).toString('hex'))) {
      throw new Failure('invalid', 'NOT_UTF8', 'the file is UTF-16; save it as UTF-8')
    }
    const text = decode(decoder, chunk, bytes)
    bytes += chunk.length
    yield { text, bytes }
  }
  decode(decoder, undefined, bytes)
}

function decode(decoder: TextDecoder, chunk: Buffer | undefined, before: number): string {
  try {
    return decoder.decode(chunk, { stream: chunk !== undefined })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new Failure(
      'invalid',
      'NOT_UTF8',
      `the file is not UTF-8: a bad byte follows byte ${before + (chunk ? badByte(chunk) : 0)}; save it as UTF-8`,
    )
  }
}

/** Length of the part of a chunk that is text: the fault lies right after it. */
function badByte(chunk: Buffer): number {
  let [good, bad] = [0, chunk.length]
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(chunk.subarray(0, middle), { stream: true })
      good = middle
    } catch {
      bad = middle
    }
  }
  return good
}
