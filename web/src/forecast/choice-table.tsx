import type { ForecastWithPoints } from '@omarino/contracts'
import { Figures } from '../parts/figures.tsx'
import { Panel } from '../parts/pane.tsx'
import { useText } from '../shell/text.tsx'

/** Candidates of the choice of the model, and which was taken. */
export function ChoiceTable({ forecast: { choice, unit, metrics } }: { forecast: ForecastWithPoints }) {
  const { t, f } = useText()
  return (
    <Panel title={t.forecast.choice}>
      <table>
        <thead>
          <tr>
            <th>{t.forecast.model}</th>
            <th className="number">
              {t.forecast.pinball}, {unit}
            </th>
            <th className="number">
              {t.forecast.mae}, {unit}
            </th>
          </tr>
        </thead>
        <tbody>
          {choice.map(({ model, pinball, mae, chosen }) => (
            <tr key={model}>
              <th scope="row">{chosen ? <strong>{model} ✓</strong> : model}</th>
              <td className="number">{f.reading(pinball)}</td>
              <td className="number">{f.reading(mae)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Figures
        items={[
          { label: t.forecast.skill, value: f.percent(metrics.skill, 1), note: t.forecast.skillNote },
          { label: t.forecast.coverage, value: f.percent(metrics.coverage80, 1), note: t.forecast.coverageNote },
        ]}
      />
      <p className="hint">
        {t.forecast.choiceNote} {t.forecast.origins(metrics.origins)}
      </p>
    </Panel>
  )
}
