import type { ThreadPool } from './thread-pool.ts'

// A replay begins with what its bands rest on: long enough to share that, short enough to share work among threads.
const LEAST_LENGTH = 64

export interface Block {
  readonly from: number
  readonly to: number // exclusive
}

/**
 * Cuts a row of work into blocks that each begin where something is made anew: the same blocks for any number of threads.
 * @param fresh per piece of work: made anew, or from what the one before left; the first is always made anew
 */
export function cutBlocks(fresh: readonly boolean[], least = LEAST_LENGTH): Block[] {
  const starts: number[] = []
  for (const [piece, anew] of fresh.entries()) {
    if (starts.length === 0 || (anew && piece - starts[starts.length - 1] >= least)) starts.push(piece)
  }
  return starts.map((from, i) => ({ from, to: starts[i + 1] ?? fresh.length }))
}

/**
 * Answers of threads in the order of the requests. At most `ahead` requests are with the threads or wait for an earlier
 * answer to be taken, so that memory holds few.
 */
export async function* answersInOrder<Reply>(
  pool: ThreadPool,
  requests: Iterable<unknown>,
  ahead: number,
  signal?: AbortSignal,
): AsyncGenerator<Reply> {
  const waiting: Promise<Reply>[] = []
  const ask = (request: unknown): void => {
    const answer = pool.run<Reply>(request, signal)
    answer.catch(() => undefined) // told when its turn comes
    waiting.push(answer)
  }
  for (const request of requests) {
    ask(request)
    const first = waiting.length >= ahead ? waiting.shift() : undefined
    if (first) yield await first
  }
  for (const answer of waiting) yield await answer
}
