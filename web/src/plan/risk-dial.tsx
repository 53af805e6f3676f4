import type { OptimizeResult, Plan } from '@omarino/contracts'
import { useState } from 'react'
import { Field } from '../parts/field.tsx'
import { Panel } from '../parts/pane.tsx'
import { useRole } from '../parts/role-button.tsx'
import { useText } from '../shell/text.tsx'
import { AskButton } from './ask-button.tsx'
import styles from './plan.module.css'
import { riskVariant, SCENARIOS } from './variant.ts'

/** How much the bad scenarios shall weigh, asked as a variant of the plan. */
export function RiskDial({ plan, result }: { plan: Plan; result: OptimizeResult }) {
  const { t, f } = useText()
  const allowed = useRole('operator')
  const given = plan.request.uncertainty
  const [weight, setWeight] = useState(given?.cvarWeight ?? 0.5)
  const asked = riskVariant(plan.request, result.horizon.stepEnds, weight)
  return (
    <Panel title={t.studio.risk}>
      <div className={styles.form}>
        <p className="hint">
          {given ? t.studio.riskNoteGiven(f.number(given.scenarios)) : t.studio.riskNote(f.number(SCENARIOS))}
        </p>
        <Field label={t.studio.weight}>
          <span className="row">
            <input
              className={styles.dial}
              type="range"
              min={0}
              max={1}
              step={0.05}
              disabled={!allowed}
              value={weight}
              onChange={(event) => setWeight(event.target.valueAsNumber)}
            />
            <output>{f.number(weight, 2)}</output>
          </span>
        </Field>
        <AskButton planId={plan.id} asked={asked} />
      </div>
    </Panel>
  )
}
