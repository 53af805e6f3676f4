import { ReportTaskInput } from '@omarino/contracts'
import type { ReportTaskOutput } from '@omarino/contracts'
import { taskKind, uuidv7 } from '@omarino/platform'
import type { TaskKindHandler } from '@omarino/platform'
import { addReport, appendEvent, getSite } from '@omarino/store'
import type { Pool } from 'pg'
import { collectReport } from '../report/collect-report.ts'
import { reportHtml } from '../report/html.ts'
import { reportPdf } from '../report/pdf.ts'

/** Writes the report of a plan: HTML and PDF from what is stored, dated with the plan's issue time. */
export const reportTask = (db: Pool): TaskKindHandler =>
  taskKind({
    kind: 'report',
    version: 1,
    input: ReportTaskInput,
    async handle({ optimizeRun }, run) {
      const { data, plan } = await collectReport(db, optimizeRun)
      const [html, pdf] = [reportHtml(data), await reportPdf(data)]
      const site = await getSite(db, plan.site_key)
      await run.commit(async (client) => {
        const reportId = await addReport(client, {
          id: uuidv7(),
          dagRunId: run.dagRunId,
          taskRunId: run.id,
          siteId: site.id,
          issueTime: plan.issue_time,
          title: data.title,
          html,
          pdf,
        })
        const output: ReportTaskOutput = {
          reportId,
          html: `/scheduler/reports/${reportId}.html`,
          pdf: `/scheduler/reports/${reportId}.pdf`,
        }
        await appendEvent(client, 'report.stored', reportId, output)
        return output
      })
    },
  })
