import type { OptimizeResult, Plan } from '@omarino/contracts'
import { Panel } from '../parts/pane.tsx'
import { useText } from '../shell/text.tsx'
import { planAxis } from './flows.ts'
import styles from './plan.module.css'
import { explaining } from './steps.ts'
import { whySentence } from './why.ts'

interface Props {
  readonly plan: Plan
  readonly result: OptimizeResult
  readonly zone: string
  readonly step: number | undefined
  readonly onSelect: (ms: number | undefined) => void
}
const MOST_SENTENCES = 8

/** Why the plan does what it does, at the chosen step or over the whole plan, and which limits it had to bend. */
export function WhyPanel({ plan, result, zone, step, onSelect }: Props) {
  const { t, f, language } = useText()
  const axis = planAxis(result)
  const edge = (index: number): number => axis.timesMs[index] ?? axis.endMs
  const sentences = explaining(result.explanations, step)
  const title = step === undefined ? t.plan.why : t.plan.whyAt(f.shortInstant(axis.timesMs[step], zone))
  return (
    <Panel
      title={title}
      aside={step !== undefined && <button onClick={() => onSelect(undefined)}>{t.plan.allSteps}</button>}
    >
      {sentences.length === 0 && <p className="quiet">{step === undefined ? t.plan.noReasons : t.plan.noReasonHere}</p>}
      <ul className={styles.reasons}>
        {sentences.slice(0, MOST_SENTENCES).map((reason) => {
          const [from, to] = reason.steps[0]
          const when = `${f.shortInstant(edge(from), zone)} – ${f.clock(edge(to), zone).slice(0, 5)}`
          return (
            <li key={`${reason.assetId} ${from}`}>
              <button className={styles.reason} onClick={() => onSelect(edge(from))}>
                {whySentence(reason, { t, f, currency: plan.currency, when })}
              </button>
            </li>
          )
        })}
      </ul>
      {sentences.length > MOST_SENTENCES && (
        <p className="hint">{t.plan.moreReasons(sentences.length - MOST_SENTENCES)}</p>
      )}
      {result.relaxations.length > 0 && (
        <>
          <h3 className="warn">{t.plan.bent}</h3>
          <ul className={styles.reasons} lang={language === 'en' ? undefined : 'en'}>
            {result.relaxations.map(({ assetId, kind, text, remedies }) => (
              <li key={`${assetId} ${kind}`}>
                {text}
                {remedies.length > 0 && <span className="quiet"> {t.plan.remedy(remedies.join('; '))}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  )
}
