import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { instantMs } from '../instants.ts'
import { PageHead } from '../parts/page-head.tsx'
import { Pane } from '../parts/pane.tsx'
import { ReportFiles } from '../plan/report-links.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { useSite } from '../shell/use-site.ts'

/** All reports, newest first. */
export function Reports() {
  const { resources } = useApp()
  const { t, f } = useText()
  const { zone } = useSite()
  const source = useQuery(resources.reports())
  return (
    <>
      <PageHead title={t.nav.reports} />
      <Pane
        title={t.reports.all}
        source={source}
        height={300}
        empty={({ items }) =>
          items.length > 0
            ? undefined
            : { because: t.reports.none, action: <Link to="/workflows">{t.nav.workflows}</Link> }
        }
        stale="never"
      >
        {({ items }) => (
          <table>
            <thead>
              <tr>
                <th>{t.reports.title}</th>
                <th>{t.plans.issueTime}</th>
                <th>{t.reports.made}</th>
                <th>{t.reports.run}</th>
                <th>{t.reports.files}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((report) => (
                <tr key={report.id}>
                  <td>{report.title}</td>
                  <td className="nowrap">{f.stamp(instantMs(report.issueTime), zone)}</td>
                  <td className="nowrap quiet">{f.stamp(instantMs(report.createdAt), zone)}</td>
                  <td>
                    {report.runId && (
                      <Link to="/workflows/runs/$id" params={{ id: report.runId }}>
                        {t.reports.openRun}
                      </Link>
                    )}
                  </td>
                  <td>
                    <ReportFiles report={report} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Pane>
    </>
  )
}
