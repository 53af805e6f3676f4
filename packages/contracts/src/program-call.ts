// A program outside, called once: optimization says what it wants, platform runs it; neither knows the other.

/** One call of a program in an empty folder of its own: arguments, files laid there first, and files wanted back. */
export interface ProgramCall {
  readonly args: readonly string[]
  readonly files: Readonly<Record<string, string>>
  readonly wanted: readonly string[]
  readonly killAfterMs: number
}
export interface ProgramAnswer {
  /** True when it did not end by itself within `killAfterMs`. */
  readonly killed: boolean
  /** Null when a signal ended it, or when there is no such program. */
  readonly exitCode: number | null
  /** Standard output and standard error, one after the other. */
  readonly output: string
  /** The wanted files; null for one that was not written. */
  readonly files: Readonly<Record<string, string | null>>
  readonly wallMs: number
}
