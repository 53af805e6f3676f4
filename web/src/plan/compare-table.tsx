import type { OptimizeResult, Plan } from '@omarino/contracts'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { instantMs } from '../instants.ts'
import { StateMark } from '../parts/state-mark.tsx'
import { useText } from '../shell/text.tsx'
import { costPairs, measuresOf } from './compare.ts'
import type { CostPair } from './compare.ts'
import styles from './plan.module.css'
import { spanText } from './span-text.ts'

interface Props {
  readonly here: Plan
  readonly there: Plan
  readonly a: OptimizeResult
  readonly b: OptimizeResult
  readonly zone: string
}

/** Cost, status, cost lines and what the plans do, side by side; differences carry their sign, in plain ink. */
export function CompareTable({ here, there, a, b, zone }: Props) {
  const { t, f } = useText()
  const money = (amount: number | null | undefined): string => f.number(amount, 2)
  const hoursOf = ({ startTime, endTime }: Plan): string => spanText(instantMs(startTime), instantMs(endTime), zone, f)
  const madeAt = ({ createdAt }: Plan): string => f.shortInstant(instantMs(createdAt), zone)
  return (
    <table>
      <thead>
        <tr>
          <th>{here.currency}</th>
          <th className="number">{t.studio.thisPlan}</th>
          <th className="number">
            <Link to="/optimize/$run" params={{ run: there.id }} search={{ with: here.id }}>
              {t.studio.otherPlan}
            </Link>
          </th>
          <th className="number">{t.studio.difference}</th>
        </tr>
      </thead>
      <tbody>
        <Row name={<strong>{t.plan.cost}</strong>} a={a.objective} b={b.objective} show={money} />
        <Lines a={a} b={b} show={money} />
        <Row name={t.studio.measures.doingNothing} a={here.costDoingNothing} b={there.costDoingNothing} show={money} />
        {(a.risk ?? b.risk) && (
          <>
            <Row name={t.studio.measures.expected} a={a.risk?.expected} b={b.risk?.expected} show={money} />
            <Row name={t.studio.measures.cvar} a={a.risk?.cvar} b={b.risk?.cvar} show={money} />
            <Row name={t.studio.safety} a={a.risk?.priceOfSafety} b={b.risk?.priceOfSafety} show={money} />
          </>
        )}
        <Done {...{ here, there, a, b, zone }} />
        <Words name={t.studio.state} a={<StateMark state={a.status} />} b={<StateMark state={b.status} />} />
        <Words name={t.studio.measures.gap} a={f.percent(a.gap.relative, 2)} b={f.percent(b.gap.relative, 2)} />
        {hoursOf(here) !== hoursOf(there) && <Words name={t.studio.hours} a={hoursOf(here)} b={hoursOf(there)} />}
        <Words name={t.studio.made} a={madeAt(here)} b={madeAt(there)} />
      </tbody>
    </table>
  )
}

interface LinesProps extends Pick<Props, 'a' | 'b'> {
  readonly show: RowProps['show']
}

function Lines({ a, b, show }: LinesProps) {
  const { t } = useText()
  const lines: Readonly<Record<string, string>> = t.costLines
  return costPairs(a.costs, b.costs)
    .filter(isSeen)
    .map(({ line, assetId, here, there, delta }) => {
      const name = (
        <>
          {lines[line] ?? line} <span className="hint">{assetId}</span>
        </>
      )
      return <Row key={`${line} ${assetId}`} name={name} a={here} b={there} delta={delta} show={show} />
    })
}

/** A line that is nothing to the cent on both sides tells nothing. */
const isSeen = ({ here, there }: CostPair): boolean => Math.max(Math.abs(here ?? 0), Math.abs(there ?? 0)) >= CENT
const CENT = 0.005

const DONE = ['peakImportKw', 'importKwh', 'exportKwh', 'curtailedKwh', 'deliveredKwh'] as const

/** Peaks and energies; what no asset of either plan could do is left out. */
function Done({ here, there, a, b }: Props) {
  const { t, f } = useText()
  const [left, right] = [measuresOf(here.request, a), measuresOf(there.request, b)]
  return DONE.filter((name) => left[name] !== undefined || right[name] !== undefined).map((name) => (
    <Row
      key={name}
      name={t.studio.measures[name]}
      a={left[name]}
      b={right[name]}
      show={(value) => f.number(value, 1)}
    />
  ))
}

type Maybe = number | null | undefined
interface RowProps {
  readonly name: ReactNode
  readonly a: Maybe
  readonly b: Maybe
  readonly delta?: number
  readonly show: (value: Maybe) => string
}
const isKnown = (value: Maybe): value is number => value !== null && value !== undefined

function Row({ name, a, b, delta, show }: RowProps) {
  const difference = delta ?? (isKnown(a) && isKnown(b) ? b - a : undefined)
  const text = show(difference)
  const isRise = difference !== undefined && difference > 0 && /[1-9]/.test(text)
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="number">{show(a)}</td>
      <td className="number">{show(b)}</td>
      <td className="number">
        {isRise && '+'}
        {text}
      </td>
    </tr>
  )
}

function Words({ name, a, b }: { name: string; a: ReactNode; b: ReactNode }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className={styles.words}>{a}</td>
      <td className={styles.words}>{b}</td>
      <td />
    </tr>
  )
}
