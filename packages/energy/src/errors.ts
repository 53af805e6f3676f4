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

/** The battery cannot meet the plan: `step` would leave it with energy it cannot hold or does not have. */
export class SocOutOfBounds extends DomainError {
  readonly code = 'SOC_OUT_OF_BOUNDS'
  readonly kind = 'infeasible'
  readonly step: number
  constructor(step: number, energyKwh: number) {
    super(`step ${step} would leave ${energyKwh.toFixed(2)} kWh in the battery`)
    this.step = step
  }
}
