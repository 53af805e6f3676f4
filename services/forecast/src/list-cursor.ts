import { Failure } from '@omarino/energy'

/** Place in a list of forecasts: issue time and id of the last one seen. */
export interface ListPlace {
  readonly issueMs: number
  readonly id: string
}

const CURSOR = /^(-?\d{1,15})~([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

export const writeCursor = ({ issueMs, id }: ListPlace): string => `${issueMs}~${id}`

/** @throws Failure `CURSOR_INVALID` for anything that no page gave out */
export function readCursor(cursor: string): ListPlace {
  const match = CURSOR.exec(cursor)
  if (match) return { issueMs: +match[1], id: match[2] }
  throw new Failure('invalid', 'CURSOR_INVALID', 'the cursor is none that a page of this list gave out', '/cursor')
}
