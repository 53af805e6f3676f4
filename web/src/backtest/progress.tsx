import type { BacktestSummary } from '@omarino/contracts'
import { useText } from '../shell/text.tsx'

/** How far a backtest is; a bar without a length until its first part is done. */
export function Progress({ progress }: Pick<BacktestSummary, 'progress'>) {
  const { t, f } = useText()
  if (!progress || progress.total === null || progress.done === 0) return <progress aria-label={t.backtest.progress} />
  const { done, total } = progress
  return (
    <span className="row tight">
      <progress value={done} max={total} aria-label={t.backtest.progress} />
      <span className="quiet">
        {f.number(done)} / {f.number(total)}
      </span>
    </span>
  )
}
