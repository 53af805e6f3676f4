import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { StateMark } from '../parts/state-mark.tsx'
import { useApp } from './app-context.tsx'
import { useText } from './text.tsx'
import { useNow } from './use-now.ts'
import { useSite } from './use-site.ts'
import styles from './status-strip.module.css'

/** Is the screen live, is the system well, and what time is it where the site stands. */
export function StatusStrip() {
  const { t, f } = useText()
  const { live, resources } = useApp()
  const { zone } = useSite()
  const nowMs = useNow(1000)
  const stream = useSyncExternalStore(live.subscribe, live.state)
  const { data: health } = useQuery(resources.health())
  const services = Object.values(health?.services ?? {})
  const ready = services.filter((service) => service?.status === 'ready').length
  return (
    <footer className={styles.strip}>
      <StateMark state={stream.status} />
      {stream.lastAtMs !== null && <span>{t.strip.lastEvent(f.ago(Math.min(stream.lastAtMs, nowMs), nowMs))}</span>}
      {health && (
        <span className={ready < services.length ? 'crit' : undefined}>{t.strip.services(ready, services.length)}</span>
      )}
      <span className={styles.clock}>
        {zone !== 'UTC' && `${zone} ${f.clock(nowMs, zone)} · `}UTC {f.clock(nowMs, 'UTC')}
      </span>
    </footer>
  )
}
