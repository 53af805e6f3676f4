import type { Plan } from '@omarino/contracts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { instantMs } from '../instants.ts'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { knownZone } from '../url-state.ts'
import styles from './plan.module.css'

const MOST_LISTED = 100

/** Another plan of the site to lay beside this one. */
export function ComparePicker({ plan, other }: { plan: Plan; other: string | undefined }) {
  const { resources } = useApp()
  const { t, f } = useText()
  const navigate = useNavigate()
  const { data } = useQuery(resources.plans(MOST_LISTED, plan.site))
  const zone = knownZone(plan.zone)
  const plans = (data?.items ?? []).filter(({ id }) => id !== plan.id)
  const listed = other === undefined || plans.some(({ id }) => id === other)
  const choose = (id: string): void =>
    void navigate({ to: '/optimize/$run', params: { run: plan.id }, search: id === '' ? {} : { with: id } })
  return (
    <label className={styles.picker}>
      <span className="quiet">{t.studio.compareWith}</span>
      <select value={other ?? ''} onChange={(event) => choose(event.target.value)}>
        <option value="">{t.studio.noOther}</option>
        {!listed && <option value={other}>{other}</option>}
        {plans.map(({ id, createdAt, objective, currency }) => (
          <option key={id} value={id}>
            {f.stamp(instantMs(createdAt), zone)} · {f.money(objective, currency)}
          </option>
        ))}
      </select>
    </label>
  )
}
