import { Failure } from '@omarino/energy'
import type { TaskContext } from './task.ts'

const REFERENCE = /\{\{\s*([A-Za-z_][\w.[\]-]*)\s*\}\}/g
const WHOLE = /^\s*\{\{\s*([A-Za-z_][\w.[\]-]*)\s*\}\}\s*$/
const LEFTOVER = /\{\{|\}\}/
const MAX_DEPTH = 20

/** Paths that an input reads, such as `tasks.forecast.output.issueTime`, with the place where they stand. */
export function findReferences(input: unknown, pointer = ''): { path: string; pointer: string }[] {
  if (typeof input === 'string') return [...input.matchAll(REFERENCE)].map((match) => ({ path: match[1], pointer }))
  if (Array.isArray(input)) return input.flatMap((item, i) => findReferences(item, `${pointer}/${i}`))
  if (isRecord(input))
    return Object.entries(input).flatMap(([key, value]) => findReferences(value, `${pointer}/${key}`))
  return []
}

/** Places whose braces are no reference: an expression that this version does not know. */
export function findMalformed(input: unknown, pointer = ''): string[] {
  if (typeof input === 'string') return LEFTOVER.test(input.replace(REFERENCE, '')) ? [pointer] : []
  if (Array.isArray(input)) return input.flatMap((item, i) => findMalformed(item, `${pointer}/${i}`))
  if (isRecord(input)) return Object.entries(input).flatMap(([key, value]) => findMalformed(value, `${pointer}/${key}`))
  return []
}

/**
 * Fills the references in a task's input. A reference alone keeps the type of what it names; inside text it becomes text.
 * @throws Failure `REFERENCE_EMPTY` when a path names nothing
 */
export function resolveInput(input: unknown, context: TaskContext, depth = 0): unknown {
  if (depth > MAX_DEPTH) throw new Failure('invalid', 'INPUT_TOO_DEEP', `the input is nested deeper than ${MAX_DEPTH}`)
  if (typeof input === 'string') {
    const whole = WHOLE.exec(input)
    if (whole) return lookUp(whole[1], context)
    return input.replace(REFERENCE, (_text, path: string) => asText(lookUp(path, context)))
  }
  if (Array.isArray(input)) return input.map((item) => resolveInput(item, context, depth + 1))
  if (isRecord(input))
    return Object.fromEntries(
      Object.entries(input).map(([key, value]) => [key, resolveInput(value, context, depth + 1)]),
    )
  return input
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function lookUp(path: string, context: TaskContext): unknown {
  const tasks = Object.fromEntries(Object.entries(context.outputs).map(([key, output]) => [key, { output }]))
  let at: unknown = { tasks, params: context.params, run: context.run }
  for (const part of path.split('.')) {
    const inside = typeof at === 'object' && at !== null && Object.hasOwn(at, part)
    if (!inside) throw new Failure('invalid', 'REFERENCE_EMPTY', `{{ ${path} }} names nothing: there is no ${part}`)
    at = (at as Record<string, unknown>)[part]
  }
  return at
}
