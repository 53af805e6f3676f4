/** One name as a part of a JSON pointer. @see RFC 6901, section 3 */
export const pointerPart = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

/** The JSON pointer of a path from the root; '' is the whole. */
export const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${pointerPart(String(part))}`).join('')
