import type { OptimizeResult, Plan } from '@omarino/contracts'
import { Link, useNavigate } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { Panel, Refusal } from '../parts/pane.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { CompareTable } from './compare-table.tsx'
import { verdictOf } from './compare.ts'
import { DifferingSchedules } from './differing-schedules.tsx'
import { planAxis } from './flows.ts'
import styles from './plan.module.css'
import { Sentence } from './sentence.tsx'
import { stepsText } from './span-text.ts'
import { caveats, verdictSentence } from './verdict-text.ts'
import { bentSentence } from './why.ts'

interface Props {
  readonly plan: Plan
  /** Id of the other plan. */
  readonly other: string
  readonly zone: string
}

/** Another plan beside this one: followed while it is made, then the difference, its lines and its schedules. */
export function ComparePanel({ plan, other, zone }: Props) {
  const { resources } = useApp()
  const { t } = useText()
  const navigate = useNavigate()
  const { data, error } = useQuery(resources.plan(other))
  const close = (): void => void navigate({ to: '/optimize/$run', params: { run: plan.id }, search: {} })
  return (
    <Panel title={t.studio.compare} aside={<button onClick={close}>{t.studio.close}</button>}>
      {error && <Refusal error={error} />}
      {data && <Compared here={plan} there={data} zone={zone} />}
    </Panel>
  )
}

function Compared({ here, there, zone }: { here: Plan; there: Plan; zone: string }) {
  const { t, f } = useText()
  const verdict = verdictOf(here, there)
  const input = { t, f, currency: here.currency, zone }
  const [a, b] = [here.result, there.result]
  return (
    <div className="stack">
      <p className={styles.verdict} role="status">
        {verdictSentence(verdict, input)} {verdict.kind === 'pending' && <StateMark state={there.state} />}
      </p>
      {caveats(verdict, input).map(({ text, abnormal }) => (
        <p key={text} className={abnormal ? 'warn' : 'quiet'}>
          {text}
        </p>
      ))}
      {verdict.kind === 'told' && b && <Bent result={b} zone={zone} />}
      <Failed plan={there} result={b} />
      {verdict.kind === 'told' && a && b && (
        <div className={styles.sides}>
          <CompareTable here={here} there={there} a={a} b={b} zone={zone} />
          <DifferingSchedules request={here.request} a={a} b={b} zone={zone} />
        </div>
      )}
    </div>
  )
}

/** Limits that the other plan had to bend; those of this one stand under its reasons. */
function Bent({ result, zone }: { result: OptimizeResult; zone: string }) {
  const { t, f, language } = useText()
  const axis = planAxis(result)
  return (
    <ul>
      {result.relaxations.map((one, i) => {
        const when = stepsText(one.steps, axis, zone, f)
        return (
          <li key={i}>
            <Sentence said={bentSentence(one, { t, f, when }, language)} />
          </li>
        )
      })}
    </ul>
  )
}

/** Why the other plan has no schedule, as its engine or its task says, and where to read more. */
function Failed({ plan, result }: { plan: Plan; result: OptimizeResult | null }) {
  const { t } = useText()
  if (!result?.failure && plan.state !== 'failed') return null
  return (
    <p>
      <StateMark state="failed" /> {result?.failure && <span className="crit">{result.failure.detail}</span>}{' '}
      <Link to="/optimize/$run" params={{ run: plan.id }}>
        {t.studio.otherPlan}
      </Link>
    </p>
  )
}
