import type { PointsReply, Series } from '@omarino/contracts'
import { useQueries } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Source } from '../parts/pane.tsx'
import { useApp } from '../shell/app-context.tsx'
import { chooseBucket } from './bucket.ts'
import type { Bucket } from './bucket.ts'
import type { Loaded } from './panes.ts'
import type { Window } from './window.ts'

interface Asked {
  readonly replies: readonly PointsReply[] | undefined
  readonly error: Error | null
  readonly refetch: () => unknown
}
function together(results: UseQueryResult<PointsReply>[]): Asked {
  const replies = results.flatMap(({ data }) => (data ? [data] : []))
  return {
    replies: replies.length === results.length ? replies : undefined,
    error: results.find(({ error }) => error)?.error ?? null,
    refetch: () => Promise.all(results.map((result) => result.refetch())),
  }
}

/** The points of the chosen series in a window. While a new window is on its way, the last answer stays. */
export function useLoaded(
  chosen: readonly Series[],
  windowMs: Window,
  zone: string,
  wish: Partial<Bucket>,
): Source<readonly Loaded[]> {
  const { resources } = useApp()
  const asked = chosen.map((series) => {
    const bucket = chooseBucket(series, windowMs, wish)
    const withExtremes = bucket?.agg === 'mean' && wish.agg === undefined
    const aggs = bucket === undefined ? [undefined] : withExtremes ? (['mean', 'min', 'max'] as const) : [bucket.agg]
    return { series, bucket, aggs }
  })
  const queries = asked.flatMap(({ series, bucket, aggs }) =>
    aggs.map((agg) =>
      resources.points({
        series: series.key,
        windowMs,
        ...(bucket && agg && { bucket: { agg, interval: bucket.interval, zone } }),
      }),
    ),
  )
  const { replies, error, refetch } = useQueries({ queries, combine: together })
  const sizes = asked.map(({ aggs }) => aggs.length).join(' ')
  const data = useMemo(() => (replies ? sortOut(chosen, replies, sizes.split(' ').map((size) => +size)) : undefined), [replies, chosen, sizes]) // prettier-ignore
  const [last, setLast] = useState(data)
  if (data !== undefined && data !== last) setLast(data)
  return { data: data ?? last, error, refetch }
}

function sortOut(chosen: readonly Series[], replies: readonly PointsReply[], sizes: readonly number[]): Loaded[] {
  let next = 0
  return chosen.flatMap((series, i) => {
    const mine = replies.slice(next, (next += sizes[i]))
    if (mine.length === 0) return []
    return [{ series, reply: mine[0], ...(mine.length === 3 && { extremes: [mine[1], mine[2]] as const }) }]
  })
}
