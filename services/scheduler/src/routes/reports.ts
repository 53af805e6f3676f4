import { IdPageQuery, Problem, ReportPage } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { listReports, readReport } from '@omarino/store'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { toReport } from '../to-wire.ts'

const FILE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(html|pdf)$/
/** A report is a page of its own; it may carry its style but run nothing. */
const CSP =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/** Reports that workflows wrote. */
export const reportRoutes: FastifyPluginAsyncZod<{ db: Pool }> = async (app, { db }) => {
  app.get(
    '/scheduler/reports',
    { schema: { querystring: IdPageQuery, response: { 200: ReportPage, '4xx': Problem } } },
    async ({ query }) => {
      const rows = await listReports(db, query.cursor, query.limit + 1)
      const items = rows.slice(0, query.limit).map(toReport)
      return { items, nextCursor: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null }
    },
  )

  app.get(
    '/scheduler/reports/:file',
    { schema: { params: z.object({ file: z.string().max(60) }) } },
    async ({ params }, reply) => {
      const match = FILE.exec(params.file)
      if (!match)
        throw new Failure('not-found', 'NO_SUCH_REPORT', `there is no report ${params.file}; ask for ID.html or ID.pdf`)
      const format = match[2] === 'pdf' ? 'pdf' : 'html'
      const type = format === 'pdf' ? 'application/pdf' : 'text/html; charset=utf-8'
      const file = await readReport(db, match[1], format)
      return reply
        .header('content-type', type)
        .header('content-security-policy', CSP)
        .header('content-disposition', `inline; filename="report-${match[1].slice(0, 8)}.${format}"`)
        .serializer((body: unknown) => body as string)
        .send(file)
    },
  )
}
