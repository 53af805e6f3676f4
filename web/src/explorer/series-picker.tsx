import type { Series } from '@omarino/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { instantMs } from '../instants.ts'
import { Pane } from '../parts/pane.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { useNow } from '../shell/use-now.ts'
import styles from './explorer.module.css'
import { tokenOf } from './panes.ts'

interface Props {
  readonly chosen: readonly string[]
  readonly onChoose: (keys: string[]) => void
  /** Which series are offered; without it all are. */
  readonly fits?: (series: Series) => boolean
}

/** All series, found by a part of their name, to be shown or hidden. */
export function SeriesPicker({ chosen, onChoose, fits }: Props) {
  const { resources } = useApp()
  const { t } = useText()
  const [search, setSearch] = useState('')
  const source = useQuery(resources.seriesList(useDeferredValue(search.trim())))
  const toggle = (key: string): void =>
    onChoose(chosen.includes(key) ? chosen.filter((it) => it !== key) : [...chosen, key])
  return (
    <Pane
      title={t.explorer.series}
      source={source}
      height={400}
      empty={({ items }) =>
        (fits ? items.some(fits) : items.length > 0) ? undefined : nothing(search, t.explorer, t.imports.first)
      }
      stale="never"
      aside={
        <input
          type="search"
          value={search}
          placeholder={t.explorer.search}
          aria-label={t.explorer.search}
          onChange={(event) => setSearch(event.target.value)}
        />
      }
    >
      {({ items, nextCursor }) => (
        <>
          <ul className={styles.list}>
            {(fits ? items.filter(fits) : items).map((series) => (
              <Choice
                key={series.id}
                series={series}
                index={chosen.indexOf(series.key)}
                onToggle={() => toggle(series.key)}
              />
            ))}
          </ul>
          {nextCursor && <p className="hint">{t.explorer.moreSeries}</p>}
        </>
      )}
    </Pane>
  )
}

const nothing = (search: string, words: { noMatch(text: string): string; none: string }, first: string) =>
  search.trim() !== ''
    ? { because: words.noMatch(search.trim()) }
    : { because: words.none, action: <Link to="/series/import">{first}</Link> }

function Choice({ series, index, onToggle }: { series: Series; index: number; onToggle: () => void }) {
  const { t, f } = useText()
  const nowMs = useNow(60_000)
  const seen = series.lastTime === null ? t.explorer.noData : f.ago(instantMs(series.lastTime), nowMs)
  return (
    <li>
      <label className={styles.choice}>
        <input type="checkbox" checked={index >= 0} onChange={onToggle} />
        <span className={styles.names}>
          <span>
            {index >= 0 && (
              <span className={styles.swatch} style={{ background: `var(--${tokenOf(index)})` }} aria-hidden="true" />
            )}
            {series.name} <span className="quiet">{series.unit}</span>
          </span>
          <span className="hint">{series.key}</span>
        </span>
        <span className="hint nowrap">{seen}</span>
      </label>
    </li>
  )
}
