import type { Forecast } from '@omarino/contracts'
import { instantMs } from '../instants.ts'
import { useText } from '../shell/text.tsx'
import { newestAnomalies } from './anomalies.ts'

/** What a reader should know of a forecast, in words, and when its history was odd. */
export function FlagLine({ forecast: { flags, anomalies }, zone }: { forecast: Forecast; zone: string }) {
  const { t, f } = useText()
  const names: Readonly<Record<string, string>> = t.forecast.flagNames
  const word = (flag: string): string => names[flag] ?? flag
  const { shown, more } = newestAnomalies(anomalies)
  const at = (instant: string): string => f.instant(instantMs(instant), zone)
  const warned = flags.filter((flag) => flag !== 'reconciled')
  return (
    <>
      {flags.includes('reconciled') && <p className="hint">{word('reconciled')}</p>}
      {warned.length > 0 && <p className="warn">! {t.forecast.flags(warned.map(word).join(' · '))}</p>}
      {shown.length > 0 && (
        <p className="hint">
          {shown
            .map(({ kind, from, to }) =>
              to === null
                ? t.forecast.oddSince(word(kind), at(from))
                : t.forecast.oddBetween(word(kind), at(from), at(to)),
            )
            .concat(more > 0 ? [t.forecast.moreOdd(f.number(more))] : [])
            .join(' · ')}
        </p>
      )}
    </>
  )
}
