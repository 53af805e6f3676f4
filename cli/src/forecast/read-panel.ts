import { parseBacktestProtocol } from '@omarino/contracts'
import type { BacktestProtocol } from '@omarino/contracts'
import { createPanelReader, panelClock } from '@omarino/forecasting'
import type { PanelFile } from '@omarino/forecasting'
import type { Hash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { UsageError } from '../usage.ts'

/** Reads and checks a protocol. @throws UsageError when there is no such file or it is not JSON; Failure when it is no protocol */
export function readProtocol(file: string, hash: Hash): BacktestProtocol {
  const text = readText(file)
  hash.update(text)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  return parseBacktestProtocol(json)
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Reads a panel from CSV, gzipped or not, as a stream: memory holds its columns, never its text. */
export async function readPanel(file: string, protocol: BacktestProtocol, hash: Hash): Promise<PanelFile> {
  const { zone, stamps, covariates, step } = protocol
  const reader = createPanelReader({ clock: panelClock(step, zone), zone, stamps, ...covariates })
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const source = createReadStream(file)
  source.on('data', (chunk) => hash.update(chunk))
  const consume = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of chunks) reader.push(decoder.decode(chunk, { stream: true }))
  }
  if (file.endsWith('.gz')) await pipeline(source, createGunzip(), consume)
  else await pipeline(source, consume)
  reader.push(decoder.decode())
  return reader.end()
}
