export type FailureKind =
  'invalid' | 'not-found' | 'conflict' | 'infeasible' | 'unavailable' | 'forbidden' | 'too-large'

/** What can go wrong in the domain: `kind` tells the machine what to do, `code` is stable, the message is for people. */
export abstract class DomainError extends Error {
  abstract readonly code: string
  abstract readonly kind: FailureKind
  /** JSON pointer to the field at fault, when the caller sent one. */
  readonly pointer: string | undefined
  constructor(message: string, pointer?: string) {
    super(message)
    this.pointer = pointer
  }
}

/** A domain error whose code is given; for the many cases that need no fields of their own. */
export class Failure extends DomainError {
  readonly code: string
  readonly kind: FailureKind
  constructor(kind: FailureKind, code: string, message: string, pointer?: string) {
    super(message, pointer)
    this.kind = kind
    this.code = code
  }
}
