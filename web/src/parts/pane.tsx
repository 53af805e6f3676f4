import type { ReactNode } from 'react'
import { ApiError } from '../api/http.ts'
import { useText } from '../shell/text.tsx'
import styles from './pane.module.css'

/** What a pane waits for: a query, or several joined by `joined`. */
export interface Source<T> {
  readonly data: T | undefined
  readonly error: Error | null
  readonly refetch: () => unknown
}
export interface PaneProps<T> {
  readonly title: string
  readonly source: Source<T>
  /** Height of the content, px, so that nothing moves when it comes. */
  readonly height: number
  /** When the data says nothing: why, and what to do about it. Write `never` where that cannot be. */
  readonly empty: 'never' | ((data: T) => { readonly because: string; readonly action?: ReactNode } | undefined)
  /** When the data is old: how. Write `never` where that cannot be. */
  readonly stale: 'never' | ((data: T) => string | undefined)
  /** Beside the title: legend, buttons. */
  readonly aside?: ReactNode
  readonly children: (data: T) => ReactNode
}

/** A panel in all its states: loading, empty, stale, error, forbidden, and with data. */
export function Pane<T>({ title, source, height, empty, stale, aside, children }: PaneProps<T>) {
  const { data, error } = source
  const old = data !== undefined && stale !== 'never' ? stale(data) : undefined
  return (
    <section className={styles.pane} aria-label={title} aria-busy={data === undefined && !error}>
      <header className={styles.head}>
        <h2>{title}</h2>
        {aside && <div className={styles.aside}>{aside}</div>}
      </header>
      {error && <Refusal error={error} retry={() => void source.refetch()} />}
      {old !== undefined && <p className={styles.stale}>{old}</p>}
      {data === undefined ? (
        !error && <Skeleton height={height} />
      ) : (
        <div className={old === undefined ? undefined : styles.aged}>{contentOf(data, empty, children)}</div>
      )}
    </section>
  )
}

function contentOf<T>(data: T, empty: PaneProps<T>['empty'], children: PaneProps<T>['children']): ReactNode {
  const nothing = empty === 'never' ? undefined : empty(data)
  return nothing ? <Nothing {...nothing} /> : children(data)
}

function Nothing({ because, action }: { because: string; action?: ReactNode }) {
  return (
    <div className={styles.nothing}>
      <p>{because}</p>
      {action}
    </div>
  )
}

function Skeleton({ height }: { height: number }) {
  const { t } = useText()
  return (
    <div className={styles.skeleton} style={{ height }} role="status">
      <span className="visually-hidden">{t.state.loading}</span>
    </div>
  )
}

/** Why something was refused, with what support needs to find it. */
export function Refusal({ error, retry }: { error: Error; retry?: () => void }) {
  const { t } = useText()
  const refused = error instanceof ApiError ? error : undefined
  if (refused?.status === 401) return null // the sign-in sheet says it
  const sentence =
    refused?.status === 403 ? t.state.forbidden : refused?.status === 0 ? t.state.unreachable : t.state.failed
  return (
    <div className={styles.refusal} role="alert">
      <p>
        <strong>{sentence}</strong> {refused?.status !== 0 && error.message}
      </p>
      {refused?.fields.map((field) => (
        <p key={field.pointer + field.message}>
          <code className="mono">{field.pointer}</code> {field.message}
        </p>
      ))}
      {refused?.requestId && (
        <p className="hint">
          {t.state.requestId} <code className="mono">{refused.requestId}</code>
        </p>
      )}
      {retry && refused?.status !== 403 && (
        <p>
          <button onClick={retry}>{t.state.retry}</button>
        </p>
      )}
    </div>
  )
}

/** Two sources as one: the data of both, the first error of either. */
export function joined<A, B, C>(a: Source<A>, b: Source<B>, join: (a: A, b: B) => C): Source<C> {
  const data = a.data !== undefined && b.data !== undefined ? join(a.data, b.data) : undefined
  return { data, error: a.error ?? b.error, refetch: () => Promise.all([a.refetch(), b.refetch()]) }
}

/** A panel whose content is at hand. */
export function Panel({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.pane} aria-label={title}>
      <header className={styles.head}>
        <h2>{title}</h2>
        {aside && <div className={styles.aside}>{aside}</div>}
      </header>
      {children}
    </section>
  )
}
