import { once } from 'node:events'
import { createWriteStream, renameSync, rmSync } from 'node:fs'
import { finished } from 'node:stream/promises'

/** A file that is written beside its place, and has its name only once it is complete. */
export interface PartialFile {
  write(text: string): Promise<void>
  /** Waits until all is written. */
  end(): Promise<void>
  rename(): void
  /** Leaves nothing behind; harmless after `rename`. */
  discard(): void
}

export async function openPartial(name: string): Promise<PartialFile> {
  const partial = `${name}.${process.pid}.partial`
  const stream = createWriteStream(partial)
  await once(stream, 'open')
  return {
    write: async (text) => {
      if (!stream.write(text)) await once(stream, 'drain')
    },
    end: async () => {
      stream.end()
      await finished(stream)
    },
    rename: () => renameSync(partial, name),
    discard: () => {
      stream.destroy()
      rmSync(partial, { force: true })
    },
  }
}
