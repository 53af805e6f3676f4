import type { OptimizeAsset, OptimizeResult, Plan } from '@omarino/contracts'
import { useState } from 'react'
import { Field } from '../parts/field.tsx'
import { Panel } from '../parts/pane.tsx'
import { useRole } from '../parts/role-button.tsx'
import { useText } from '../shell/text.tsx'
import { AskButton } from './ask-button.tsx'
import { edgesOf, planAxis } from './flows.ts'
import styles from './plan.module.css'
import { delivers, holdable, holdVariant, powerRange } from './variant.ts'
import type { HoldFields } from './variant.ts'

interface Props {
  readonly plan: Plan
  readonly result: OptimizeResult
  readonly zone: string
  /** The step that is looked at: where the question begins. */
  readonly selectedMs: number | undefined
}
const HOUR_MS = 3_600_000

/** What if an asset were held at a power for some time: the question, asked as a variant of the plan. */
export function WhatIfPanel({ plan, result, zone, selectedMs }: Props) {
  const { t, f } = useText()
  const allowed = useRole('operator')
  const [typed, setTyped] = useState<Partial<HoldFields>>({})
  const edges = [...edgesOf(planAxis(result))]
  const assets = holdable(plan.request)
  const fields = withDefaults(typed, assets, edges, selectedMs)
  const asset = assets.find(({ id }) => id === fields.assetId)
  const asked = holdVariant(plan.request, fields)
  const set = (part: Partial<HoldFields>): void => setTyped((before) => ({ ...before, ...part }))
  const edge = (name: 'fromMs' | 'toMs', label: string) => (
    <Field label={label}>
      <select disabled={!allowed} value={fields[name]} onChange={(event) => set({ [name]: edges[event.target.selectedIndex] })}>
        {edges.map((ms) => (
          <option key={ms} value={ms}>
            {f.shortInstant(ms, zone)}
          </option>
        ))}
      </select>
    </Field>
  ) // prettier-ignore
  return (
    <Panel title={t.studio.whatIf}>
      <div className={styles.form}>
        <p className="hint">{t.studio.whatIfNote}</p>
        <Field label={t.studio.asset}>
          <select disabled={!allowed} value={fields.assetId} onChange={(event) => set({ assetId: event.target.value })}>
            {assets.map(({ id }) => (
              <option key={id}>{id}</option>
            ))}
          </select>
        </Field>
        {edge('fromMs', t.studio.from)}
        {edge('toMs', t.studio.to)}
        <Field label={t.studio.heldPower} hint={asset && <Range asset={asset} plan={plan} />}>
          <input
            inputMode="decimal"
            disabled={!allowed}
            value={fields.power}
            onChange={(event) => set({ power: event.target.value })}
          />
        </Field>
        <AskButton planId={plan.id} asked={asked} />
      </div>
    </Panel>
  )
}

const PASSIVE: readonly string[] = ['grid', 'pv', 'wind'] // asked about less often

/** An hour from the step that is looked at, until somebody chooses otherwise. */
function withDefaults(
  typed: Partial<HoldFields>,
  assets: readonly OptimizeAsset[],
  edges: readonly number[],
  selectedMs: number | undefined,
): HoldFields {
  const fromMs = typed.fromMs ?? selectedMs ?? edges[0]
  const first = assets.find(({ type }) => !PASSIVE.includes(type)) ?? assets.at(0)
  const toMs = typed.toMs ?? edges.find((ms) => ms >= fromMs + HOUR_MS) ?? edges[edges.length - 1]
  return { assetId: first?.id ?? '', power: '0', ...typed, fromMs, toMs }
}

function Range({ asset, plan }: { asset: OptimizeAsset; plan: Plan }) {
  const { t, f } = useText()
  const sign = delivers(asset) ? t.studio.signs.into : t.studio.signs.use
  const range = powerRange(asset, plan.request)
  return range ? t.studio.signs.between(sign, f.reading(range[0]), f.reading(range[1])) : sign
}
