import type { Topic } from '@omarino/contracts'

/** Which rooms of the query cache an event makes old; a key narrower than a room names one thing in it. */
const ROOMS: Readonly<Record<Topic, (subject: string | null) => readonly (readonly string[])[]>> = {
  'run.changed': (run) => [['runs', 'list'], ['dags'], ['backtests'], ['replays'], ...one('runs', run)],
  'task.changed': (run) => [['backtests'], ['replays'], ...one('runs', run)],
  'task.progress': (run) => [['backtests'], ['replays'], ...one('runs', run)],
  'import.progress': () => [['imports']],
  'series.updated': () => [['series'], ['points']],
  'forecast.stored': () => [['forecasts', 'list'], ['scores']],
  'forecast.drift': () => [['drifts']],
  'model.changed': () => [['models']],
  'plan.stored': () => [['plans'], ['sites']],
  'report.stored': () => [['reports']],
  'dag.changed': () => [['dags']],
}
const one = (room: string, id: string | null): readonly (readonly string[])[] => [
  id ? [room, 'one', id] : [room, 'one'],
]

export const TOPICS = Object.keys(ROOMS) as Topic[]

/** Query keys that an event makes old. A task's events name their run in the body, should the subject be another. */
export function oldKeys(topic: Topic, subject: string | null, body: unknown): readonly (readonly string[])[] {
  const run =
    typeof body === 'object' && body !== null && 'runId' in body && typeof body.runId === 'string'
      ? body.runId
      : subject
  return ROOMS[topic](run)
}
