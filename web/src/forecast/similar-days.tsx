import type { ForecastWithPoints } from '@omarino/contracts'
import { addDays, startOfDate } from '@omarino/energy'
import { Link } from '@tanstack/react-router'
import { isoInstant } from '../instants.ts'
import { useText } from '../shell/text.tsx'
import styles from './forecast.module.css'

type Days = NonNullable<ForecastWithPoints['similarDays']>

/** Past days like the first day ahead; each leads to what was measured then. */
export function SimilarDays({ series, days, zone }: { series: string; days: Days; zone: string }) {
  const { t, f } = useText()
  const windowOf = (date: string) => ({
    from: isoInstant(startOfDate(zone, date)),
    to: isoInstant(startOfDate(zone, addDays(date, 1))),
  })
  return (
    <div>
      <h3>{t.forecast.alike}</h3>
      <ul className={styles.days}>
        {days.map(({ date, distance }) => (
          <li key={date}>
            <Link to="/series" search={{ series: [series], ...windowOf(date) }}>
              {f.day(date)}
            </Link>
            <span className="number quiet">{f.number(distance, 2)}</span>
          </li>
        ))}
      </ul>
      <p className="hint">{days.length > 0 ? t.forecast.alikeNote : t.forecast.noneAlike}</p>
    </div>
  )
}
