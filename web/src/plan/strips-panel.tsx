import type { OptimizeResult, Plan } from '@omarino/contracts'
import { useMemo } from 'react'
import { Panel } from '../parts/pane.tsx'
import { useText } from '../shell/text.tsx'
import { isUp, stripsOf, sumsOf } from './blocks.ts'
import type { Block, Strip } from './blocks.ts'
import { planAxis } from './flows.ts'
import { edgeMs, spanText } from './span-text.ts'
import styles from './strips.module.css'

/** A plan on the axis of time: what is now, and the step that is looked at. */
export interface PlanInTime {
  readonly plan: Plan
  readonly result: OptimizeResult
  readonly zone: string
  readonly nowMs: number
  readonly selectedMs: number | undefined
  readonly onSelect: (ms: number) => void
}

/** What each flexible asset does over the horizon, on the time axis of the charts above and below. */
export function StripsPanel(props: PlanInTime) {
  const { plan, result } = props
  const { t, f } = useText()
  const strips = useMemo(() => stripsOf(plan.request, result), [plan, result])
  if (strips.length === 0) return null
  return (
    <Panel title={t.studio.strips} aside={<span className="hint">{t.studio.stripsNote}</span>}>
      {strips.map((strip) => (
        <section key={strip.assetId} aria-label={strip.assetId}>
          <h3 className={styles.name}>
            {strip.assetId}{' '}
            <span className="quiet">
              {strip.blocks.length === 0
                ? t.studio.rests
                : sumsOf(strip.blocks)
                    .map(([doing, kwh]) => t.studio.sums(t.studio.doing[doing], f.reading(kwh)))
                    .join(', ')}
            </span>
          </h3>
          <Track strip={strip} {...props} />
        </section>
      ))}
    </Panel>
  )
}

const SMALL_KW = 10 // below it a tenth is seen
const WIDE = 0.055 // share of the axis that holds a number

function Track({ strip, result, zone, nowMs, selectedMs, onSelect }: PlanInTime & { strip: Strip }) {
  const { t, f } = useText()
  const axis = planAxis(result)
  const { assetId, tokens, blocks, held } = strip
  const startMs = axis.timesMs[0]
  const share = (ms: number): number => Math.min(1, Math.max(0, (ms - startMs) / (axis.endMs - startMs)))
  const placed = (fromMs: number, toMs: number) => ({ left: `${share(fromMs) * 100}%`, width: `${(share(toMs) - share(fromMs)) * 100}%` }) // prettier-ignore
  const line = (ms: number) => ({ left: `${share(ms) * 100}%` })
  const said = ({ doing, from, to, meanKw, energyKwh }: Block): string => {
    const when = spanText(edgeMs(axis, from), edgeMs(axis, to), zone, f)
    return t.studio.block(assetId, t.studio.doing[doing], f.reading(meanKw), when, f.reading(energyKwh))
  }
  return (
    <div className={styles.track}>
      {blocks.map((block) => {
        const [fromMs, toMs] = [edgeMs(axis, block.from), edgeMs(axis, block.to)]
        const up = isUp(block.doing)
        return (
          <button
            key={`${block.doing} ${block.from}`}
            className={`${styles.block} ${up ? styles.up : styles.down}`}
            style={{ ...placed(fromMs, toMs), color: `var(--${up ? tokens.up : tokens.down})` }}
            title={said(block)}
            aria-label={said(block)}
            onClick={() => onSelect(fromMs)}
          >
            {share(toMs) - share(fromMs) > WIDE && (
              <span className={styles.number}>
                {up ? '↑' : '↓'} {f.number(block.meanKw, block.meanKw < SMALL_KW ? 1 : 0)}
              </span>
            )}
          </button>
        )
      })}
      {held.map((pin) => {
        const text = t.studio.heldAt(assetId, f.reading(pin.powerKw), spanText(pin.fromMs, pin.toMs, zone, f))
        return <span key={pin.id} className={styles.held} style={placed(pin.fromMs, pin.toMs)} title={text} role="img" aria-label={text} /> // prettier-ignore
      })}
      {nowMs >= startMs && nowMs < axis.endMs && <span className={styles.now} style={line(nowMs)} />}
      {selectedMs !== undefined && <span className={styles.now} style={line(selectedMs)} />}
    </div>
  )
}
