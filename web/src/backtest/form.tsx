import type { JobAccepted, Series } from '@omarino/contracts'
import { addDays, localDate } from '@omarino/energy'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { newestOfEach } from '../forecast/newest.ts'
import { instantMs } from '../instants.ts'
import { Field } from '../parts/field.tsx'
import { Panel, Refusal } from '../parts/pane.tsx'
import { RoleButton } from '../parts/role-button.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { useSite } from '../shell/use-site.ts'
import styles from '../workflow/workflow.module.css'
import { backtestBody, EVERY, HORIZON_HOURS, REFITS } from './protocol.ts'
import type { BacktestFields } from './protocol.ts'

const DAYS = 14
const SEARCHED = 500
const UNTOUCHED: Omit<BacktestFields, 'series' | 'first'> = {
  every: 'P1D', count: `${DAYS}`, horizonHours: '24', model: 'auto', refit: 'P7D', nonNegative: false,
} // prettier-ignore

/** What to replay: a series, from where, how often, how far, by which model. */
export function BacktestForm({ series: first }: { series: string }) {
  const { t } = useText()
  const [typed, setTyped] = useState<Partial<BacktestFields>>({ series: first })
  const { suggestions, measured, models } = useChoices(typed.series ?? '')
  const country = useCountry()
  const fields: BacktestFields = { ...UNTOUCHED, series: '', first: measured ? beginningOf(measured) : '', ...typed }
  const made = backtestBody(fields, measured, country)
  const start = useStart(fields.series)
  const set = (part: Partial<BacktestFields>): void => setTyped((before) => ({ ...before, ...part }))
  const blocked = 'fault' in made ? t.backtest.faults[made.fault] : start.isPending ? t.state.sending : undefined
  return (
    <Panel title={t.backtest.new}>
      <div className={styles.form}>
        <Field label={t.backtest.series}>
          <Suggested id="backtest-series" values={suggestions} value={fields.series} onChange={(series) => setTyped(({ first: _first, ...others }) => ({ ...others, series }))} />
        </Field>
        <Field label={t.backtest.first} hint={measured && t.backtest.firstHint(measured.zone)}>
          <input type="datetime-local" value={fields.first} onChange={(event) => set({ first: event.target.value })} />
        </Field>
        <Choice label={t.backtest.every} value={fields.every} names={EVERY.map((name) => [name, t.backtest.intervals[name]])} onChange={(every) => set({ every })} />
        <Field label={t.backtest.count}>
          <input inputMode="numeric" value={fields.count} onChange={(event) => set({ count: event.target.value })} />
        </Field>
        <Choice label={t.backtest.horizon} value={fields.horizonHours} names={HORIZON_HOURS.map((hours) => [`${hours}`, `${hours}`])} onChange={(horizonHours) => set({ horizonHours })} />
        <Field label={t.backtest.model} hint={t.backtest.modelHint}>
          <Suggested id="backtest-model" values={models} value={fields.model} onChange={(model) => set({ model })} />
        </Field>
        <Choice label={t.backtest.refit} value={fields.refit} names={REFITS.map((name) => [name, t.backtest.refits[name]])} onChange={(refit) => set({ refit })} />
        <label className="row tight">
          <input type="checkbox" checked={fields.nonNegative} onChange={(event) => set({ nonNegative: event.target.checked })} />
          {t.backtest.nonNegative}
        </label>
        {country !== null && <p className="hint">{t.backtest.country(country)}</p>}
        <div>
          <RoleButton needs="operator" primary blocked={blocked} onClick={() => 'body' in made && start.mutate(made.body)}>
            {t.backtest.start}
          </RoleButton>
        </div>
        {start.error && <Refusal error={start.error} />}
      </div>
    </Panel>
  ) // prettier-ignore
}

function useStart(series: string) {
  const { api } = useApp()
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: (body: object) => api.send<JobAccepted>('POST', '/forecast/backtests', body),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['backtests'] })
      await navigate({ to: '/forecasts/backtest', search: { id, series } })
    },
  })
}

/** Series and models to choose from: what has been forecast, and what was found for the text. */
function useChoices(key: string) {
  const { resources } = useApp()
  const { data: forecasts } = useQuery(resources.forecasts(SEARCHED))
  const { data: found } = useQuery(resources.seriesList(key))
  const forecast = newestOfEach(forecasts?.items ?? [])
  const keys = [...forecast.map(({ series }) => series), ...(found?.items ?? []).map((item) => item.key)]
  const tried = forecast.find(({ series }) => series === key) ?? forecast[0]
  return {
    suggestions: [...new Set(keys)],
    measured: found?.items.find((item) => item.key === key),
    models: ['auto', ...((tried as typeof tried | undefined)?.choice ?? []).map(({ model }) => model)],
  }
}

/** Whose holidays count: of the chosen site, or of the only one. */
function useCountry(): string | null {
  const { site, sites } = useSite()
  const chosen = site ?? (sites?.length === 1 ? sites[0] : undefined)
  return chosen?.country ?? null
}

/** So many whole days before the newest point, at local midnight, that as many days can be replayed. */
function beginningOf({ lastTime, zone }: Series): string {
  if (lastTime === null) return ''
  return `${addDays(localDate(zone, instantMs(lastTime)), -DAYS)}T00:00`
}

interface SuggestedProps {
  readonly id: string
  readonly values: readonly string[]
  readonly value: string
  readonly onChange: (value: string) => void
}
function Suggested({ id, values, value, onChange }: SuggestedProps) {
  return (
    <>
      <input list={id} value={value} onChange={(event) => onChange(event.target.value)} spellCheck={false} />
      <datalist id={id}>
        {values.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly names: readonly (readonly [string, ReactNode])[]
  readonly onChange: (value: string) => void
}
function Choice({ label, value, names, onChange }: ChoiceProps) {
  return (
    <Field label={label}>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {names.map(([name, word]) => (
          <option key={name} value={name}>
            {word}
          </option>
        ))}
      </select>
    </Field>
  )
}
