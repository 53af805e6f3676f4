import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { PageHead } from '../parts/page-head.tsx'
import { Pane } from '../parts/pane.tsx'
import styles from '../plan/plan.module.css'
import { ReplayDetail } from '../replay/detail.tsx'
import { ReplayForm } from '../replay/form.tsx'
import { ReplayTable } from '../replay/list.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { useSite } from '../shell/use-site.ts'

const LISTED = 100

/** Past days planned again: start a replay, watch it, read what the plans were worth. */
export function Replays() {
  const { resources } = useApp()
  const { t } = useText()
  const { site } = useSite()
  const { id } = useSearch({ from: '/optimize/replays' })
  const source = useQuery(resources.replays(LISTED, site?.key))
  return (
    <>
      <PageHead title={t.replays.title} about={<span>{t.replays.about}</span>}>
        <Link to="/optimize">{t.nav.plans}</Link>
      </PageHead>
      <div className={styles.columns}>
        <div className={styles.column}>
          {id !== undefined && <ReplayDetail key={id} id={id} />}
          <Pane
            title={t.replays.all}
            source={source}
            height={260}
            empty={({ items }) => (items.length > 0 ? undefined : { because: t.replays.none })}
            stale="never"
          >
            {({ items }) => <ReplayTable replays={items} chosen={id} />}
          </Pane>
        </div>
        <ReplayForm />
      </div>
    </>
  )
}
