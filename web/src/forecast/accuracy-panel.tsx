import type { ForecastScores } from '@omarino/contracts'
import { BarChart } from '../charts/bar-chart.tsx'
import { Figures } from '../parts/figures.tsx'
import { Pane } from '../parts/pane.tsx'
import type { Source } from '../parts/pane.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { useText } from '../shell/text.tsx'
import { SCORE_DAYS } from '../url-state.ts'
import type { ForecastSearch } from '../url-state.ts'
import styles from './forecast.module.css'
import { CALIBRATED, countOf, coverageState, measureHead, MEASURES, measureText } from './measures.ts'
import type { Measure } from './measures.ts'

interface Props {
  readonly source: Source<ForecastScores>
  readonly days: NonNullable<ForecastSearch['days']>
  readonly measure: Measure
  readonly onSearch: (part: Pick<ForecastSearch, 'days' | 'measure'>) => void
}
const HEIGHT_PX = 120
/** Space for one label in four below 24 bars. */
const HOURS_EACH = 3

/** Stored forecasts against what happened: in total, by lead time and by hour of the day. */
export function AccuracyPanel({ source, days, measure, onSearch }: Props) {
  const { t } = useText()
  return (
    <Pane
      title={t.forecast.accuracy}
      source={source}
      height={260}
      empty={({ total }) => (total.count > 0 ? undefined : { because: t.forecast.noScores })}
      stale="never"
      aside={
        <>
          <select aria-label={t.forecast.measure} value={measure} onChange={(event) => onSearch({ measure: MEASURES.find((name) => name === event.target.value) })}>
            {MEASURES.map((name) => (
              <option key={name} value={name}>
                {t.forecast.measures[name]}
              </option>
            ))}
          </select>
          <select aria-label={t.forecast.window} value={days} onChange={(event) => onSearch({ days: SCORE_DAYS.find((name) => name === event.target.value) })}>
            {SCORE_DAYS.map((name) => (
              <option key={name} value={name}>
                {t.forecast.windows[name]}
              </option>
            ))}
          </select>
        </>
      } // prettier-ignore
    >
      {(scores) => (
        <>
          <Totals scores={scores} />
          <Breakdown scores={scores} measure={measure} />
        </>
      )}
    </Pane>
  )
}

function Totals({ scores: { total, unit, values, naive, truncated } }: { scores: ForecastScores }) {
  const { t, f } = useText()
  const figures = MEASURES.map((measure) => ({
    label: measureHead(t.forecast.measures, measure, unit),
    value: measureText(f, measure, total[measure]),
    note: measure === 'skill' && naive ? t.forecast.naives[naive] : undefined,
  }))
  return (
    <>
      <Figures items={figures} />
      <p className="row">
        <StateMark state={coverageState(total.coverage80)} />
        <span>{t.forecast.scoredOf(f.number(total.count), f.number(values), f.number(total.issues))}</span>
        {truncated && <span className="warn">{t.forecast.moreScored}</span>}
      </p>
    </>
  )
}

function Breakdown({ scores, measure }: { scores: ForecastScores; measure: Measure }) {
  const { t, f } = useText()
  const { unit, zone, byLead, byHour } = scores
  const head = measureHead(t.forecast.measures, measure, unit)
  const shared = {
    text: (value: number | null) => measureText(f, measure, value),
    mark: measure === 'coverage80' ? CALIBRATED : undefined,
    height: HEIGHT_PX,
  }
  const leads = byLead.map((it) => ({
    key: `${it.fromHours}`,
    label: it.toHours === null ? t.forecast.leadFrom(f.number(it.fromHours)) : t.forecast.leadBetween(f.number(it.fromHours), f.number(it.toHours)), // prettier-ignore
    value: it[measure],
    count: countOf(it, measure),
  }))
  const hours = byHour.map((it) => ({
    key: `${it.hour}`,
    label: String(it.hour).padStart(2, '0'),
    value: it[measure],
    count: countOf(it, measure),
  }))
  return (
    <>
      <p className="hint">{t.forecast.measureNotes[measure]}</p>
      <div className={styles.pair}>
        <div>
          <h3>{t.forecast.byLead}</h3>
          <BarChart label={t.forecast.byLead} heads={[t.forecast.lead, head, t.forecast.count]} data={leads} {...shared} />
        </div>
        <div>
          <h3>{t.forecast.byHour(zone)}</h3>
          <BarChart label={t.forecast.byHour(zone)} heads={[t.forecast.hour, head, t.forecast.count]} data={hours} labelEvery={HOURS_EACH} {...shared} />
        </div>
      </div>
    </>
  ) // prettier-ignore
}
