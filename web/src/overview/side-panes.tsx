import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { newestOfEach } from '../forecast/newest.ts'
import { instantMs } from '../instants.ts'
import { Pane } from '../parts/pane.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { useNow } from '../shell/use-now.ts'

const ROWS = 5
const SEARCHED = 50 // forecasts, to find the newest of each series

/** Whether every process answers, and in which mode it runs. */
export function HealthPane() {
  const { resources } = useApp()
  const { t } = useText()
  const source = useQuery(resources.health())
  return (
    <Pane title={t.overview.health} source={source} height={140} empty="never" stale="never">
      {({ services }) => (
        <table>
          <tbody>
            {Object.entries(services).map(([name, service]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>
                  <StateMark state={service?.status ?? 'missing'} />
                </td>
                <td className="hint">{service && Object.values(service.modes).join(' · ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Pane>
  )
}

export function RunsPane() {
  const { resources } = useApp()
  const { t, f } = useText()
  const nowMs = useNow(5000)
  const source = useQuery(resources.runs(ROWS))
  return (
    <Pane
      title={t.overview.runs}
      source={source}
      height={140}
      empty={({ items }) => (items.length > 0 ? undefined : { because: t.runs.none })}
      stale="never"
      aside={<Link to="/workflows">{t.overview.all}</Link>}
    >
      {({ items }) => (
        <table>
          <tbody>
            {items.slice(0, ROWS).map((run) => (
              <tr key={run.id}>
                <th scope="row">
                  <Link to="/workflows/runs/$id" params={{ id: run.id }}>
                    {run.dagName ?? run.dag ?? t.runs.job}
                  </Link>
                </th>
                <td>
                  <StateMark state={run.state} />
                </td>
                <td className="number hint">{f.ago(instantMs(run.createdAt), nowMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Pane>
  )
}

export function ForecastsPane() {
  const { resources } = useApp()
  const { t, f } = useText()
  const source = useQuery(resources.forecasts(SEARCHED))
  return (
    <Pane
      title={t.overview.forecasts}
      source={source}
      height={140}
      empty={({ items }) => (items.length > 0 ? undefined : { because: t.forecast.none })}
      stale="never"
      aside={<Link to="/forecasts">{t.overview.all}</Link>}
    >
      {({ items }) => (
        <table>
          <thead>
            <tr>
              <th>{t.explorer.series}</th>
              <th className="number">{t.forecast.skill}</th>
              <th className="number">{t.forecast.coverage}</th>
            </tr>
          </thead>
          <tbody>
            {newestOfEach(items)
              .slice(0, ROWS)
              .map((it) => (
                <tr key={it.id}>
                  <th scope="row">
                    <Link to="/forecasts/$id" params={{ id: it.id }}>
                      {it.series}
                    </Link>
                  </th>
                  <td className="number">{f.percent(it.metrics.skill)}</td>
                  <td className="number">{f.percent(it.metrics.coverage80)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      )}
    </Pane>
  )
}

export function ImportsPane() {
  const { resources } = useApp()
  const { t, f } = useText()
  const source = useQuery(resources.imports(ROWS))
  return (
    <Pane
      title={t.overview.imports}
      source={source}
      height={140}
      empty={({ items }) =>
        items.length > 0
          ? undefined
          : { because: t.imports.none, action: <Link to="/series/import">{t.imports.first}</Link> }
      }
      stale="never"
      aside={<Link to="/series/import">{t.overview.all}</Link>}
    >
      {({ items }) => (
        <table>
          <tbody>
            {items.slice(0, ROWS).map((item) => (
              <tr key={item.id}>
                <th scope="row">{item.fileName ?? t.imports.unnamed}</th>
                <td>
                  <StateMark state={item.state} />
                </td>
                <td className="number hint">{t.imports.rows(f.number(item.accepted), f.number(item.rejected))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Pane>
  )
}
