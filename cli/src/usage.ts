import { parseArgs } from 'node:util'
import type { ParseArgsConfig } from 'node:util'

/** The command line itself is wrong: exit code 2. */
export class UsageError extends Error {}

/** Reads options strictly; whatever is not declared is a usage error of one sentence. */
export function readOptions<T extends NonNullable<ParseArgsConfig['options']>>(
  argv: readonly string[],
  options: T,
  positionals: { readonly max: number },
) {
  try {
    const parsed = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true })
    if (parsed.positionals.length > positionals.max)
      throw new UsageError(`unexpected argument ${parsed.positionals[positionals.max]}`)
    return parsed
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(error instanceof Error ? error.message.split('. ')[0] : String(error))
  }
}
