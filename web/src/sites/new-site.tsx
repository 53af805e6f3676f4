import type { Site } from '@omarino/contracts'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Panel, Refusal } from '../parts/pane.tsx'
import { RoleButton, useRole } from '../parts/role-button.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { keyOf } from '../workflow/template.ts'
import { NameField } from './names.tsx'
import styles from './sites.module.css'
import { useSaving } from './use-saving.ts'

const EMPTY = { name: '', key: '', zone: '', currency: '', country: '' }
type Field = keyof typeof EMPTY

/** A new site; its tariff and assets come on its own page. */
export function NewSite() {
  const { api } = useApp()
  const { t } = useText()
  const navigate = useNavigate()
  const allowed = useRole('admin')
  const [typed, setTyped] = useState(EMPTY)
  const saving = useSaving(
    { draft: {}, specs: [], base: '', beside: Object.keys(EMPTY).map((field) => `/${field}`) },
    () => {
      const { country, ...body } = typed
      return api.send<Site>('POST', '/optimize/sites', { ...body, ...(country !== '' && { country }) })
    },
    ({ key }) => navigate({ to: '/sites/$key', params: { key } }),
  )
  const change = (field: Field, value: string): void =>
    setTyped((before) => ({
      ...before,
      [field]: value,
      ...(field === 'name' && before.key === keyOf(before.name) && { key: keyOf(value) }),
    }))
  const field = (name: Field, label: string, hint?: string) => (
    <NameField label={label} value={typed[name]} disabled={!allowed} isKey={name === 'key'} hint={hint} fault={saving.besideAt(`/${name}`)} onChange={(value) => change(name, value)} />
  ) // prettier-ignore
  return (
    <Panel title={t.sites.newSite}>
      <div className={styles.fields}>
        {field('name', t.sites.name)}
        {field('key', t.sites.key, t.sites.keyHint)}
        {field('zone', t.sites.zone, t.sites.zoneHint)}
        {field('currency', t.sites.currency, t.sites.currencyHint)}
        {field('country', t.sites.country, t.sites.countryHint)}
      </div>
      {saving.general && <Refusal error={saving.general} />}
      <div className={styles.actions}>
        <RoleButton
          needs="admin"
          primary
          blocked={saving.isPending ? t.state.sending : undefined}
          onClick={saving.submit}
        >
          {t.sites.make}
        </RoleButton>
      </div>
    </Panel>
  )
}
