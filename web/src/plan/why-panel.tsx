import type { OptimizeResult, Plan } from '@omarino/contracts'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { Panel } from '../parts/pane.tsx'
import { useText } from '../shell/text.tsx'
import { planAxis } from './flows.ts'
import styles from './plan.module.css'
import { Sentence } from './sentence.tsx'
import { edgeMs, stepsText } from './span-text.ts'
import { byAsset, dearest, explaining } from './steps.ts'
import { bentSentence, boundSentence, clashSentence, whySentence } from './why.ts'
import type { WhyInput } from './why.ts'

interface Props {
  readonly plan: Plan
  readonly result: OptimizeResult
  readonly zone: string
  readonly step: number | undefined
  readonly onSelect: (ms: number | undefined) => void
}

/** What clashes and had to bend first; then why the plan does what it does, and which limits cost money. */
export function WhyPanel(props: Props) {
  const { result, zone, step, onSelect } = props
  const { t, f } = useText()
  const axis = planAxis(result)
  const title = step === undefined ? t.plan.why : t.plan.whyAt(f.shortInstant(axis.timesMs[step], zone))
  return (
    <Panel
      title={title}
      aside={step !== undefined && <button onClick={() => onSelect(undefined)}>{t.plan.allSteps}</button>}
    >
      <Troubles {...props} />
      <Reasons {...props} />
      <Bounds {...props} />
    </Panel>
  )
}

function useWhen({ plan, result, zone }: Props) {
  const { t, f } = useText()
  const axis = planAxis(result)
  const input = (steps: readonly (readonly [number, number])[]): WhyInput => ({
    t,
    f,
    currency: plan.currency,
    when: stepsText(steps, axis, zone, f),
  })
  return { t, f, axis, input }
}

/** The smallest set of wishes that clashes, and every limit that was bent; both hold for the whole plan. */
function Troubles(props: Props) {
  const { t, input } = useWhen(props)
  const { language } = useText()
  const { conflicts = [], relaxations } = props.result
  return (
    <>
      {conflicts.length > 0 && (
        <section className={styles.trouble}>
          <h3 className="crit">{t.studio.clash}</h3>
          <ul className={styles.reasons}>
            {conflicts.map((one) => (
              <li key={`${one.assetId} ${one.kind}`}>
                <Sentence said={clashSentence(one, { t })} />
              </li>
            ))}
          </ul>
          {conflicts.length > 1 && <p className="hint">{t.studio.clashNote}</p>}
        </section>
      )}
      {relaxations.length > 0 && (
        <section className={styles.trouble}>
          <h3 className="warn">{t.plan.bent}</h3>
          <ul className={styles.reasons}>
            {relaxations.map((one, i) => (
              <li key={i}>
                <Sentence said={bentSentence(one, input(one.steps), language)} />
                {one.remedies.length > 0 && (
                  <span className="quiet" lang={language === 'en' ? undefined : 'en'}>
                    {' '}
                    {t.plan.remedy(one.remedies.join('; '))}
                  </span>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

const FIRST = 3 // sentences per asset, and limits, before "more"

/** One sentence per run of steps, by asset. */
function Reasons(props: Props) {
  const { result, step, onSelect } = props
  const { t, axis, input } = useWhen(props)
  const groups = byAsset(explaining(result.explanations, step))
  if (groups.length === 0) return <p className="quiet">{step === undefined ? t.plan.noReasons : t.plan.noReasonHere}</p>
  return groups.map(([assetId, reasons]) => (
    <section key={assetId} className={styles.asset} aria-label={assetId}>
      <h3>{assetId}</h3>
      <Shortened
        items={reasons.map((reason) => {
          const said = <Sentence said={whySentence(reason, input(reason.steps))} />
          if (reason.steps.length === 0) return said
          const startMs = edgeMs(axis, reason.steps[0][0])
          return (
            <button className={styles.reason} onClick={() => onSelect(startMs)}>
              {said}
            </button>
          )
        })}
      />
    </section>
  ))
}

/** Limits that cost money, the dearest first. */
function Bounds(props: Props) {
  const { result, step } = props
  const { t, input } = useWhen(props)
  const bounds = dearest(explaining(result.binding ?? [], step))
  if (bounds.length === 0) return null
  return (
    <section className={styles.bounds} aria-label={t.studio.bound}>
      <h3>{t.studio.bound}</h3>
      <Shortened
        items={bounds.map((one) => (
          <Sentence said={boundSentence(one, input(one.steps))} />
        ))}
      />
      <p className="hint">{t.studio.boundNote}</p>
    </section>
  )
}

/** The first few of a list, and the rest when asked for. */
function Shortened({ items }: { items: readonly ReactNode[] }) {
  const { t, f } = useText()
  const [all, setAll] = useState(false)
  const hidden = all ? 0 : Math.max(0, items.length - FIRST)
  return (
    <>
      <ul className={styles.reasons}>
        {items.slice(0, items.length - hidden).map((item, i) => (
          <li key={i}>{item}</li>
        ))}
      </ul>
      {hidden > 0 && (
        <button className={styles.more} onClick={() => setAll(true)}>
          {t.studio.andMore(f.number(hidden))}
        </button>
      )}
    </>
  )
}
