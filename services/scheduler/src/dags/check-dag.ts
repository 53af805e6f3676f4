import {
  ForecastTaskInput,
  ImportTaskInput,
  OptimizeTaskInput,
  PublishTaskInput,
  ReplayTaskInput,
  ReportTaskInput,
  WebhookTaskInput,
} from '@omarino/contracts'
import type { DagCheck, DagSpec, TaskKind, TaskSpec } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { findMalformed, findReferences } from '@omarino/platform'
import type { z } from 'zod'
import { parseCron } from '../cron/fire-times.ts'

type Fault = DagCheck['errors'][number]

const INPUTS: Readonly<Record<TaskKind, z.ZodType>> = {
  import: ImportTaskInput, forecast: ForecastTaskInput, optimize: OptimizeTaskInput, publish: PublishTaskInput, replay: ReplayTaskInput, report: ReportTaskInput, webhook: WebhookTaskInput,
} // prettier-ignore
const RUN_NAMES = new Set(['run.id', 'run.dag', 'run.scheduledFor', 'run.principal'])

/** Everything that is wrong with a workflow, each with the place: what runs later must not fail for what can be seen now. */
export function checkDag(spec: DagSpec): Fault[] {
  return [
    ...checkTriggers(spec),
    ...checkKeys(spec),
    ...checkCycles(spec),
    ...spec.tasks.flatMap((task, i) => checkTask(spec, task, `/tasks/${i}`)),
  ]
}

function checkTriggers(spec: DagSpec): Fault[] {
  return spec.triggers.flatMap((trigger, i) => {
    try {
      parseCron(trigger.cron)
      return []
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      return [{ pointer: `/triggers/${i}/cron`, code: error.code, message: error.message }]
    }
  })
}

function checkKeys(spec: DagSpec): Fault[] {
  const keys = spec.tasks.map(({ key }) => key)
  const doubled = keys.flatMap((key, i) =>
    keys.indexOf(key) < i
      ? [{ pointer: `/tasks/${i}/key`, code: 'TASK_KEY_TWICE', message: `the task key ${key} stands twice` }]
      : [],
  )
  const unknown = spec.tasks.flatMap((task, i) =>
    task.needs.flatMap((need, j) =>
      keys.includes(need)
        ? []
        : [
            {
              pointer: `/tasks/${i}/needs/${j}`,
              code: 'TASK_UNKNOWN',
              message: `${task.key} needs ${need}, which is no task of this workflow`,
            },
          ],
    ),
  )
  return [...doubled, ...unknown]
}

/** Every task that `key` waits for, directly or not; itself too when there is a cycle. */
export function ancestorsOf(tasks: readonly TaskSpec[], key: string): Set<string> {
  const found = new Set<string>()
  const open = [...(tasks.find((task) => task.key === key)?.needs ?? [])]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue
    found.add(next)
    open.push(...(tasks.find((task) => task.key === next)?.needs ?? []))
  }
  return found
}

function checkCycles(spec: DagSpec): Fault[] {
  const inCycle = spec.tasks.map(({ key }) => key).filter((key) => ancestorsOf(spec.tasks, key).has(key))
  if (inCycle.length === 0) return []
  const at = spec.tasks.findIndex(({ key }) => key === inCycle[0])
  return [
    {
      pointer: `/tasks/${at}/needs`,
      code: 'CYCLE',
      message: `the tasks ${inCycle.join(', ')} wait for each other in a circle`,
    },
  ]
}

function checkTask(spec: DagSpec, task: TaskSpec, pointer: string): Fault[] {
  const malformed = findMalformed(task.input).map((at) => ({
    pointer: `${pointer}/input${at}`,
    code: 'EXPRESSION',
    message: 'between {{ }} may stand a path such as tasks.forecast.output.issueTime, nothing else',
  }))
  return [...malformed, ...checkReferences(spec, task, pointer), ...checkInput(task, pointer)]
}

function checkReferences(spec: DagSpec, task: TaskSpec, pointer: string): Fault[] {
  const ancestors = ancestorsOf(spec.tasks, task.key)
  return findReferences(task.input).flatMap(({ path, pointer: at }) => {
    const problem = referenceFault(spec, ancestors, path)
    return problem === undefined
      ? []
      : [{ pointer: `${pointer}/input${at}`, code: 'REFERENCE', message: `{{ ${path} }}: ${problem}` }]
  })
}

function referenceFault(spec: DagSpec, ancestors: ReadonlySet<string>, path: string): string | undefined {
  const [root, name, third] = path.split('.')
  if (root === 'params')
    return name !== undefined && Object.hasOwn(spec.params, name) ? undefined : `there is no parameter ${name ?? ''}`
  if (root === 'run') return RUN_NAMES.has(path) ? undefined : `run has ${[...RUN_NAMES].join(', ')}`
  if (root !== 'tasks') return 'only tasks, params and run can be read'
  if (!spec.tasks.some(({ key }) => key === name)) return `there is no task ${name ?? ''}`
  if (!ancestors.has(name ?? '')) return `${name ?? ''} does not end before this task: add it to needs`
  return third === 'output' ? undefined : 'of a task, only output can be read'
}

/** Checks the type of what stands there already; what a reference will bring is checked when the task runs. */
function checkInput(task: TaskSpec, pointer: string): Fault[] {
  const parsed = INPUTS[task.kind].safeParse(task.input)
  if (parsed.success) return []
  const templated = new Set(findReferences(task.input).map((reference) => reference.pointer))
  return parsed.error.issues
    .map((issue) => ({ at: issue.path.map((part) => `/${String(part)}`).join(''), message: issue.message }))
    .filter(({ at }) => ![...templated].some((place) => place === at || place.startsWith(`${at}/`) || at === ''))
    .map(({ at, message }) => ({
      pointer: `${pointer}/input${at}`,
      code: 'TASK_INPUT',
      message: `${task.kind}: ${message}`,
    }))
}
