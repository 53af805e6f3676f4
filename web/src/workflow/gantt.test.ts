import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RunDetail, TaskRun } from '@omarino/contracts'
import { ganttOf, taskToShow } from './gantt.ts'

const at = (second: number): string => new Date(second * 1000).toISOString()
const task = (key: string, needs: string[], more: Partial<TaskRun>): TaskRun => ({
  id: key, key, kind: key, needs, state: 'succeeded', attempt: 1, crashes: 0, startedAt: null, finishedAt: null, input: {}, output: null,
  progress: null, error: null, attempts: [], ...more,
}) // prettier-ignore
const attempt = (n: number, from: number, to: number | null, outcome: string | null) => ({
  attempt: n, owner: 'w', startedAt: at(from), finishedAt: to === null ? null : at(to), outcome,
}) // prettier-ignore
const run = (tasks: TaskRun[], finishedAt: string | null): RunDetail =>
  ({ createdAt: at(0), finishedAt, tasks }) as unknown as RunDetail

test('each attempt is a bar of its own, and the wait before the first is shown', () => {
  const first = task('a', [], { startedAt: at(0), finishedAt: at(2), attempts: [attempt(1, 0, 2, 'succeeded')] })
  const second = task('b', ['a'], { startedAt: at(4), finishedAt: at(10), attempts: [attempt(1, 4, 5, 'failed'), attempt(2, 7, 10, 'succeeded')] }) // prettier-ignore
  const { lines } = ganttOf(run([first, second], at(10)), 99_000)
  assert.deepEqual(lines[1].queued, { from: 0.2, to: 0.4 })
  assert.deepEqual(lines[1].attempts.map(({ from, to, outcome }) => [from, to, outcome]), [[0.4, 0.5, 'failed'], [0.7, 1, 'succeeded']]) // prettier-ignore
  assert.equal(lines[1].tookMs, 6000)
})

test('what is open reaches to now', () => {
  const open = task('a', [], { state: 'running', startedAt: at(0), attempts: [attempt(1, 0, null, null)] })
  const { lines, endMs } = ganttOf(run([open], null), 8000)
  assert.equal(endMs, 8000)
  assert.equal(lines[0].attempts[0].to, 1)
  assert.equal(lines[0].attempts[0].outcome, 'running')
})

test('a task whose needs are not done is not in the queue yet', () => {
  const first = task('a', [], { state: 'running', startedAt: at(0) })
  assert.equal(ganttOf(run([first, task('b', ['a'], { state: 'waiting' })], null), 5000).lines[1].queued, undefined)
})

test('a reader is shown the task that failed before the one that ran last', () => {
  const tasks = [task('a', [], { startedAt: at(0), error: { code: 'X', message: 'x' } }), task('b', [], { startedAt: at(1) }), task('c', ['b'], {})] // prettier-ignore
  assert.equal(taskToShow(run(tasks, null), undefined)?.key, 'a')
  assert.equal(taskToShow(run(tasks.slice(1), null), undefined)?.key, 'b')
  assert.equal(taskToShow(run(tasks, null), 'c')?.key, 'c')
})
