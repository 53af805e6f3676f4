import type { DagSpec } from '@omarino/contracts'

/** What a text means as a workflow; the service says the rest. */
export type Reading = { readonly spec: DagSpec } | { readonly fault: string }

/** Reads the JSON of a workflow. Only what the form needs is checked here; `/scheduler/dags/validate` checks all of it. */
export function readDocument(text: string): Reading {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return { fault: 'not an object' }
  const {
    triggers = [],
    params = {},
    tasks = [],
    key = '',
    name = '',
    maxActiveRuns = 1,
    ...rest
  } = parsed as Partial<DagSpec>
  if (!Array.isArray(triggers) || !Array.isArray(tasks)) return { fault: 'triggers and tasks must be lists' }
  return { spec: { key, name, triggers, params, maxActiveRuns, tasks, ...rest } }
}

export const writeDocument = (spec: DagSpec): string => JSON.stringify(spec, null, 2)
