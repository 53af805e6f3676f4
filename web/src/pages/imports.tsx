import type { Import, JobAccepted } from '@omarino/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { DragEvent } from 'react'
import { instantMs } from '../instants.ts'
import { PageHead } from '../parts/page-head.tsx'
import { Pane, Panel, Refusal } from '../parts/pane.tsx'
import { RoleButton, useRole } from '../parts/role-button.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { useSite } from '../shell/use-site.ts'
import styles from './imports.module.css'

/** Send a file of points, watch what becomes of its rows; the work goes on with the browser closed. */
export function Imports() {
  const { resources } = useApp()
  const { t } = useText()
  const source = useQuery(resources.imports(100))
  return (
    <>
      <PageHead title={t.nav.imports} />
      <Upload />
      <Pane
        title={t.imports.all}
        source={source}
        height={300}
        empty={({ items }) => (items.length > 0 ? undefined : { because: t.imports.none })}
        stale="never"
      >
        {({ items }) => <ImportTable imports={items} />}
      </Pane>
    </>
  )
}

function Upload() {
  const { api } = useApp()
  const { t, f } = useText()
  const client = useQueryClient()
  const allowed = useRole('operator')
  const chooser = useRef<HTMLInputElement>(null)
  const stop = useRef<AbortController>(null)
  const [sent, setSent] = useState<{ bytes: number; of: number }>()
  const [over, setOver] = useState(false)
  const upload = useMutation({
    mutationFn: (file: File) => {
      const controller = new AbortController()
      stop.current = controller
      setSent({ bytes: 0, of: file.size })
      const path = `/timeseries/imports?name=${encodeURIComponent(file.name)}`
      return api.upload<JobAccepted>(path, file, (bytes) => setSent({ bytes, of: file.size }), controller.signal)
    },
    onSettled: () => {
      setSent(undefined)
      return client.invalidateQueries({ queryKey: ['imports'] })
    },
  })
  const take = (files: FileList | null): void => {
    const file = files?.[0]
    if (file && allowed && !upload.isPending) upload.mutate(file)
  }
  const onDrop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  return (
    <Panel title={t.imports.send}>
      <div
        className={over && allowed ? `${styles.drop} ${styles.over}` : styles.drop}
        onDrop={onDrop}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
      >
        <p className="quiet">{t.imports.about}</p>
        <input
          ref={chooser}
          type="file"
          hidden
          accept=".csv,.gz,text/csv,application/gzip"
          onChange={(event) => {
            take(event.target.files)
            event.target.value = ''
          }}
        />
        <RoleButton
          needs="operator"
          primary
          blocked={upload.isPending ? t.state.sending : undefined}
          onClick={() => chooser.current?.click()}
        >
          {t.imports.choose}
        </RoleButton>
        {sent && (
          <div className={styles.sending}>
            <progress value={sent.bytes} max={sent.of} aria-label={t.imports.sending} />
            <span>
              {f.bytes(sent.bytes)} / {f.bytes(sent.of)}
            </span>
            <button onClick={() => stop.current?.abort()}>{t.imports.cancel}</button>
          </div>
        )}
        {upload.error && upload.error.name !== 'AbortError' && <Refusal error={upload.error} />}
        {upload.data && !upload.isPending && <p role="status">{t.imports.accepted}</p>}
      </div>
    </Panel>
  )
}

export function ImportTable({ imports }: { imports: readonly Import[] }) {
  const { t } = useText()
  return (
    <table>
      <thead>
        <tr>
          <th>{t.imports.file}</th>
          <th>{t.plans.status}</th>
          <th>{t.imports.at}</th>
          <th className="number">{t.imports.acceptedRows}</th>
          <th className="number">{t.imports.rejectedRows}</th>
          <th className="number">{t.imports.written}</th>
          <th className="number">{t.imports.unchanged}</th>
          <th className="number">{t.imports.series}</th>
          <th>{t.imports.span}</th>
        </tr>
      </thead>
      <tbody>
        {imports.map((item) => (
          <ImportRow key={item.id} item={item} />
        ))}
      </tbody>
    </table>
  )
}

function ImportRow({ item }: { item: Import }) {
  const { t, f } = useText()
  const { zone } = useSite()
  return (
    <tr>
      <td>
        {item.runId ? (
          <Link to="/workflows/runs/$id" params={{ id: item.runId }}>
            {item.fileName ?? t.imports.unnamed}
          </Link>
        ) : (
          (item.fileName ?? t.imports.unnamed)
        )}{' '}
        <span className="hint">
          {f.bytes(item.bytes)} {item.layout}
        </span>
        {item.error && <div className="crit">{item.error.message}</div>}
      </td>
      <td>
        <StateMark state={item.state} />
        {item.state === 'running' && item.bytes > 0 && (
          <progress className={styles.inline} value={item.bytesDone} max={item.bytes} aria-label={t.imports.reading} />
        )}
      </td>
      <td className="nowrap quiet">{f.stamp(instantMs(item.createdAt), zone)}</td>
      <td className="number">{f.number(item.accepted)}</td>
      <td className="number">
        {item.rejected > 0 ? <Rejects id={item.id} count={f.number(item.rejected)} /> : f.number(item.rejected)}
      </td>
      <td className="number">{f.number(item.written)}</td>
      <td className="number">{f.number(item.unchanged)}</td>
      <td className="number">{f.number(item.series)}</td>
      <td className="quiet nowrap">
        {item.firstTime &&
          item.lastTime &&
          `${f.stamp(instantMs(item.firstTime), zone).slice(0, 10)} – ${f.stamp(instantMs(item.lastTime), zone).slice(0, 10)}`}
      </td>
    </tr>
  )
}

function Rejects({ id, count }: { id: string; count: string }) {
  const { t } = useText()
  if (!useRole('operator')) return <span title={t.state.needsRole(t.roles.operator)}>{count}</span>
  return (
    <a
      className="warn"
      href={`/api/timeseries/imports/${encodeURIComponent(id)}/rejects.csv`}
      download
      title={t.imports.rejectsFile}
    >
      {count} ↓
    </a>
  )
}
