import type { Site } from '@omarino/contracts'
import { useState } from 'react'
import { Panel, Refusal } from '../parts/pane.tsx'
import { RoleButton, useRole } from '../parts/role-button.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { draftOf } from './draft.ts'
import { FormContext } from './form-context.ts'
import { FormFields } from './form-fields.tsx'
import { TARIFF_FORM } from './forms.ts'
import { NameField } from './names.tsx'
import styles from './sites.module.css'
import { useSaving } from './use-saving.ts'

/** Name and tariff of a site; zone and currency stay, since stored plans count in them. */
export function TariffEditor({ site }: { site: Site }) {
  const { api } = useApp()
  const { t, language } = useText()
  const allowed = useRole('admin')
  const draftFrom = ({ tariff }: Site) => draftOf(tariff ?? undefined, TARIFF_FORM, language === 'de' ? ',' : '.')
  const first = draftFrom(site)
  const [draft, setDraft] = useState(first)
  const [name, setName] = useState(site.name)
  const isSame = name === site.name && JSON.stringify(draft) === JSON.stringify(first)
  const saving = useSaving(
    { draft, specs: TARIFF_FORM, base: '/tariff', beside: ['/name'] },
    (tariff) => api.send<Site>('PUT', `/optimize/sites/${encodeURIComponent(site.key)}`, { name: name.trim(), tariff }),
    (saved) => {
      setDraft(draftFrom(saved))
      setName(saved.name)
    },
  )
  const blocked = saving.isPending ? t.state.sending : isSame ? t.sites.unchanged : undefined
  return (
    <Panel title={t.sites.settings}>
      <FormContext value={{ currency: site.currency, disabled: !allowed, faultAt: saving.faultAt }}>
        <p className="hint">{site.tariff ? t.sites.tariffNote : t.sites.noTariff}</p>
        <div className={styles.fields}>
          <NameField
            label={t.sites.name}
            value={name}
            disabled={!allowed}
            fault={saving.besideAt('/name')}
            onChange={setName}
          />
        </div>
        <div className={styles.fields}>
          <FormFields specs={TARIFF_FORM} draft={draft} at="" onChange={setDraft} />
        </div>
        {saving.general && <Refusal error={saving.general} />}
        <div className={styles.actions}>
          <RoleButton needs="admin" primary blocked={blocked} onClick={saving.submit}>
            {t.sites.save}
          </RoleButton>
          {saving.isFaulty && (
            <span className={styles.fault} role="alert">
              ! {t.sites.faulty}
            </span>
          )}
          {saving.isSaved && isSame && <span role="status">{t.sites.saved}</span>}
        </div>
      </FormContext>
    </Panel>
  )
}
