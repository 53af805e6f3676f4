import type { ReactNode } from 'react'
import styles from './figures.module.css'

export interface Figure {
  readonly label: string
  readonly value: ReactNode
  readonly note?: string | undefined
}

/** A row of figures with their names; plain ink, no tiles. */
export function Figures({ items }: { items: readonly Figure[] }) {
  return (
    <dl className={styles.figures}>
      {items.map(({ label, value, note }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
          {note !== undefined && <dd className="hint">{note}</dd>}
        </div>
      ))}
    </dl>
  )
}
