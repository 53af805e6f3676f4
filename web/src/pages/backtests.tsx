import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { BacktestDetail } from '../backtest/detail.tsx'
import { BacktestForm } from '../backtest/form.tsx'
import { BacktestTable } from '../backtest/list.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Pane } from '../parts/pane.tsx'
import styles from '../plan/plan.module.css'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'

const LISTED = 100

/** Replays of past forecasts: start one, watch it, read its scores, take its rows. */
export function Backtests() {
  const { resources } = useApp()
  const { t } = useText()
  const { id, series } = useSearch({ from: '/forecasts/backtest' })
  const source = useQuery(resources.backtests(LISTED))
  return (
    <>
      <PageHead title={t.backtest.title} about={<span>{t.backtest.about}</span>}>
        <Link to="/forecasts">{t.nav.forecasts}</Link>
      </PageHead>
      <div className={styles.columns}>
        <div className={styles.column}>
          {id !== undefined && <BacktestDetail key={id} id={id} />}
          <Pane
            title={t.backtest.all}
            source={source}
            height={260}
            empty={({ items }) => (items.length > 0 ? undefined : { because: t.backtest.none })}
            stale="never"
          >
            {({ items }) => <BacktestTable backtests={items} chosen={id} series={series} />}
          </Pane>
        </div>
        <BacktestForm series={series ?? ''} />
      </div>
    </>
  )
}
