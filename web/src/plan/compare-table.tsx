import type { OptimizeResult, Plan } from '@omarino/contracts'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { instantMs } from '../instants.ts'
import { StateMark } from '../parts/state-mark.tsx'
import { useText } from '../shell/text.tsx'
import { costPairs, measuresOf } from './compare.ts'
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
  const lines: Readonly<Record<string, string>> = t.costLines
  const money = (amount: number | null | undefined): string => f.number(amount, 2)
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
        {costPairs(a.costs, b.costs).map(
          ({ line, assetId, here: left, there: right, delta }) =>
          <Row key={`${line} ${assetId}`} a={left} b={right} delta={delta} show={money}
            name={<>{lines[line] ?? line} <span className="hint">{assetId}</span></>} />, // prettier-ignore
        )}
        <Row name={t.studio.measures.doingNothing} a={here.costDoingNothing} b={there.costDoingNothing} show={money} />
        {(a.risk ?? b.risk) && (
          <>
            <Row name={t.studio.measures.expected} a={a.risk?.expected} b={b.risk?.expected} show={money} />
            <Row name={t.studio.measures.cvar} a={a.risk?.cvar} b={b.risk?.cvar} show={money} />
          </>
        )}
        <Done {...{ here, there, a, b, zone }} />
        <Words name={t.studio.state} a={<StateMark state={a.status} />} b={<StateMark state={b.status} />} />
        <Words name={t.studio.measures.gap} a={f.percent(a.gap.relative, 2)} b={f.percent(b.gap.relative, 2)} />
        <Words name={t.studio.hours} a={hoursOf(here)} b={hoursOf(there)} />
      </tbody>
    </table>
  )

  function hoursOf({ startTime, endTime, createdAt }: Plan): ReactNode {
    return (
      <>
        {spanText(instantMs(startTime), instantMs(endTime), zone, f)}
        <div className="hint">{t.studio.madeAt(f.shortInstant(instantMs(createdAt), zone))}</div>
      </>
    )
  }
}

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
      <td className="number">{a}</td>
      <td className="number">{b}</td>
      <td />
    </tr>
  )
}
