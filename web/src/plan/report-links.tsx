import type { Report } from '@omarino/contracts'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'

const SAFE = /^\/scheduler\/reports\/[\w.-]+$/

/** Links to the two files of a report. */
export function ReportFiles({ report: { html, pdf } }: { report: Pick<Report, 'html' | 'pdf'> }) {
  const { t } = useText()
  const files = [
    [html, t.reports.html],
    [pdf, t.reports.pdf],
  ] as const
  return (
    <span className="row">
      {files.map(
        ([path, name]) =>
          SAFE.test(path) && (
            <a key={name} href={`/api${path}`} target="_blank" rel="noreferrer">
              {name}
            </a>
          ),
      )}
    </span>
  )
}

/** The report of a plan: the one whose run of a workflow made this plan. */
export function PlanReport({ planId, issueTime }: { planId: string; issueTime: string }) {
  const { resources } = useApp()
  const { t } = useText()
  const { data } = useQuery(resources.reports())
  const candidates = (data?.items ?? [])
    .filter((report) => report.issueTime === issueTime && report.runId !== null)
    .slice(0, 5)
  const runs = useQueries({ queries: candidates.map((report) => resources.run(report.runId ?? '')) })
  const found = candidates.find((_, i) => runs[i].data?.tasks.some((task) => namesPlan(task.output, planId)))
  if (!found) return null
  return (
    <span className="row tight">
      {t.plan.report} <ReportFiles report={found} />
    </span>
  )
}

const namesPlan = (output: unknown, planId: string): boolean =>
  typeof output === 'object' && output !== null && 'runId' in output && output.runId === planId
