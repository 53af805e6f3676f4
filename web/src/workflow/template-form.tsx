import type { Site } from '@omarino/contracts'
import { Field } from '../parts/field.tsx'
import { useText } from '../shell/text.tsx'
import { forecastSeries, keyOf } from './template.ts'
import type { TemplateFields } from './template.ts'
import styles from './workflow.module.css'

interface Props {
  readonly fields: TemplateFields
  readonly sites: readonly Site[]
  /** True for a workflow that exists: its key stays. */
  readonly fixedKey: boolean
  readonly disabled: boolean
  readonly onChange: (fields: TemplateFields) => void
}

/** The day-ahead template as questions: which site, when, from which files, and whom to tell. */
export function TemplateForm({ fields, sites, fixedKey, disabled, onChange }: Props) {
  const { t } = useText()
  const set = (change: Partial<TemplateFields>): void => onChange({ ...fields, ...change })
  const rename = (name: string): void =>
    set({ name, ...(!fixedKey && fields.key === keyOf(fields.name) && { key: keyOf(name) }) })
  const choose = (key: string): void => {
    const site = sites.find((it) => it.key === key)
    set({ site: key, ...(site && { zone: site.zone, series: forecastSeries(site) }) })
  }
  return (
    <fieldset className={styles.form} disabled={disabled}>
      <Field label={t.define.name}>
        <input value={fields.name} onChange={(event) => rename(event.target.value)} />
      </Field>
      <Field label={t.define.key} hint={t.define.keyHint}>
        <input
          className="mono"
          value={fields.key}
          disabled={fixedKey}
          onChange={(event) => set({ key: event.target.value })}
        />
      </Field>
      <Field
        label={t.shell.site}
        hint={fields.series.length > 0 ? t.define.seriesHint(fields.series.join(', ')) : t.define.noSeries}
      >
        <select value={fields.site} onChange={(event) => choose(event.target.value)}>
          <option value="">{t.define.chooseSite}</option>
          {sites.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
      </Field>
      <Field label={t.define.cron} hint={t.define.cronHint}>
        <input className="mono" value={fields.cron} onChange={(event) => set({ cron: event.target.value })} />
      </Field>
      <Field label={t.define.zone} hint={t.define.zoneHint}>
        <input value={fields.zone} onChange={(event) => set({ zone: event.target.value })} />
      </Field>
      <Field label={t.define.file} hint={t.define.fileHint}>
        <input className="mono" value={fields.file} onChange={(event) => set({ file: event.target.value })} />
      </Field>
      <Field label={t.define.webhook} hint={t.define.webhookHint}>
        <input
          className="mono"
          type="url"
          value={fields.webhook}
          onChange={(event) => set({ webhook: event.target.value })}
        />
      </Field>
    </fieldset>
  )
}
