interface Issued {
  readonly series: string
}

/** The first forecast of each series in a list that goes newest first: its newest issue. */
export function newestOfEach<T extends Issued>(newestFirst: readonly T[]): readonly T[] {
  const seen = new Set<string>()
  return newestFirst.filter(({ series }) => !seen.has(series) && seen.add(series))
}
