import type { Drift, Forecast, ForecastModel, JobAccepted } from '@omarino/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { instantMs } from '../instants.ts'
import { Pane, Refusal } from '../parts/pane.tsx'
import { RoleButton, useRole } from '../parts/role-button.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import styles from './forecast.module.css'
import { PolicyEditor } from './policy-editor.tsx'
import { askedText, trainBody } from './train.ts'
import { driftText, reasonText } from './version-reason.ts'

/** Trained versions of the models of a series: what serves, what could, and the means to change it. */
export function RegistryPanel({ forecast, zone }: { forecast: Forecast; zone: string }) {
  const { resources } = useApp()
  const { t } = useText()
  const source = useQuery(resources.models(forecast.series))
  return (
    <Pane
      title={t.forecast.registry}
      source={source}
      height={160}
      empty={({ items }) => (items.length > 0 ? undefined : { because: t.forecast.noModels })}
      stale="never"
      aside={<TrainNow forecast={forecast} />}
    >
      {({ items }) => (
        <>
          <Versions models={items} made={forecast.modelId} zone={zone} />
          <PolicyEditor series={forecast.series} zone={zone} />
        </>
      )}
    </Pane>
  )
}

function TrainNow({ forecast }: { forecast: Forecast }) {
  const { api } = useApp()
  const { t } = useText()
  const train = useMutation({
    mutationFn: () => api.send<JobAccepted>('POST', '/forecast/models/train', trainBody(forecast)),
  })
  return (
    <>
      {train.data && (
        <Link to="/workflows/runs/$id" params={{ id: train.data.runId }}>
          {t.forecast.openRun}
        </Link>
      )}
      <RoleButton
        needs="operator"
        blocked={train.isPending ? t.state.sending : undefined}
        onClick={() => train.mutate()}
      >
        {t.forecast.trainNow}
      </RoleButton>
      {train.error && <Refusal error={train.error} />}
    </>
  )
}

interface VersionsProps {
  readonly models: readonly ForecastModel[]
  /** The version that made the forecast on the page. */
  readonly made: string | null
  readonly zone: string
}
function Versions({ models, made, zone }: VersionsProps) {
  const { api } = useApp()
  const { t, f } = useText()
  const client = useQueryClient()
  const decide = useMutation({
    mutationFn: ({ id, to }: { id: string; to: 'promote' | 'retire' }) =>
      api.send<ForecastModel>('POST', `/forecast/models/${encodeURIComponent(id)}/${to}`, {}),
    onSuccess: () => client.invalidateQueries({ queryKey: ['models'] }),
  })
  const allowed = useRole('operator')
  return (
    <div className={styles.wide}>
      {decide.error && <Refusal error={decide.error} />}
      <table>
        <thead>
          <tr>
            <th>{t.forecast.model}</th>
            <th>{t.plans.status}</th>
            <th>{t.forecast.askedFor}</th>
            <th>{t.forecast.trainedTo}</th>
            <th>{t.forecast.reason}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <tr key={model.id}>
              <th scope="row">
                <span className="nowrap">{t.forecast.modelVersion(model.name, `${model.version}`)}</span>
                {model.id === made && <div className="hint nowrap">{t.forecast.madeThis}</div>}
              </th>
              <td>
                <StateMark state={model.status} />
              </td>
              <td className="nowrap quiet">{askedText(model.request)}</td>
              <td className="nowrap quiet">
                {f.stamp(instantMs(model.trainedTo), zone)}
                <div className="hint">{t.forecast.points(f.number(model.trainedPoints))}</div>
              </td>
              <td className={styles.why}>{reasonText(model, t.forecast, f)}</td>
              <td>
                <Decisions model={model} busy={decide.isPending} allowed={allowed} onDecide={(to) => decide.mutate({ id: model.id, to })} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  ) // prettier-ignore
}

interface DecisionsProps {
  readonly model: ForecastModel
  readonly busy: boolean
  readonly allowed: boolean
  readonly onDecide: (to: 'promote' | 'retire') => void
}
/** The reasons stand in the title of each button, the role beside the one above: a line in every row would drown the table. */
function Decisions({ model, busy, allowed, onDecide }: DecisionsProps) {
  const { t } = useText()
  const always = allowed ? (busy ? t.state.sending : undefined) : t.state.needsRole(t.roles.operator)
  const promote =
    always ??
    (model.status === 'active' ? t.forecast.serves : model.stateBytes === null ? t.forecast.forgotten : undefined)
  const retire = always ?? (model.status === 'retired' ? t.forecast.isRetired : undefined)
  const button = (to: 'promote' | 'retire', reason: string | undefined) => (
    <button
      type="button"
      aria-disabled={reason !== undefined}
      title={reason}
      aria-description={reason}
      onClick={reason === undefined ? () => onDecide(to) : undefined}
    >
      {t.forecast[to]}
    </button>
  )
  return (
    <span className={styles.actions}>
      {button('promote', promote)}
      {button('retire', retire)}
    </span>
  )
}

/** The newest alarms of a series. */
export function DriftPanel({ series, zone }: { series: string; zone: string }) {
  const { resources } = useApp()
  const { t } = useText()
  const source = useQuery(resources.drifts(series))
  return (
    <Pane
      title={t.forecast.drifts}
      source={source}
      height={60}
      empty={({ items }) => (items.length > 0 ? undefined : { because: t.forecast.noDrifts })}
      stale="never"
    >
      {({ items }) => (
        <ul className="stack">
          {items.map((drift) => (
            <DriftLine key={drift.id} drift={drift} zone={zone} />
          ))}
        </ul>
      )}
    </Pane>
  )
}

function DriftLine({ drift, zone }: { drift: Drift; zone: string }) {
  const { t, f } = useText()
  return (
    <li>
      <span className="hint">{f.stamp(instantMs(drift.at), zone)}</span>
      <div className="warn">! {driftText(drift, t.forecast, f)}</div>
    </li>
  )
}
