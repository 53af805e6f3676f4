import { Dag, DagCheck, DagPage, DagSpec, PageQuery, Problem, RunSummary, Slug, StartRun } from '@omarino/contracts'
import { Failure, parseInstant } from '@omarino/energy'
import { actorOf, uuidv7 } from '@omarino/platform'
import {
  appendAudit,
  createDag,
  createRun,
  getDag,
  getRun,
  listDags,
  listRuns,
  transaction,
  updateDag,
} from '@omarino/store'
import type { NewDag } from '@omarino/store'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { nextFireTimes, parseCron } from '../cron/fire-times.ts'
import { checkDag } from '../dags/check-dag.ts'
import { makeRun } from '../dags/make-run.ts'
import { toDag, toRunSummary, upcoming } from '../to-wire.ts'

const SHOWN_RUNS = 30
const DagPath = z.object({ key: Slug })

/** A sound workflow as rows. @throws Failure with the first fault */
function toRows(spec: DagSpec, author: string): NewDag {
  const [fault] = checkDag(spec)
  if (fault) throw new Failure('invalid', fault.code, fault.message, fault.pointer)
  const nowMs = Date.now()
  const triggers = spec.triggers.map(({ cron, zone, misfire }) => {
    const [next] = nextFireTimes(parseCron(cron), zone, nowMs, 1)
    return {
      id: uuidv7(),
      kind: 'cron' as const,
      spec: { cron },
      zone,
      misfire,
      nextAt: next === undefined ? null : new Date(next),
    }
  })
  return { id: uuidv7(), key: spec.key, name: spec.name, spec, source: spec.source ?? null, author, triggers }
}

/** Workflows: define, change, check, start. */
export const dagRoutes: FastifyPluginAsyncZod<{ db: Pool }> = async (app, { db }) => {
  const readDag = async (key: string): Promise<Dag> =>
    toDag(await getDag(db, key), await listRuns(db, { dag: key, jobs: false, limit: SHOWN_RUNS }), Date.now())

  app.get(
    '/scheduler/dags',
    { schema: { querystring: PageQuery, response: { 200: DagPage, '4xx': Problem } } },
    async ({ query }) => {
      const rows = await listDags(db, query.cursor, query.limit + 1)
      const items = await Promise.all(rows.slice(0, query.limit).map((row) => readDag(row.key)))
      return { items, nextCursor: rows.length > query.limit ? (items.at(-1)?.key ?? null) : null }
    },
  )

  app.post(
    '/scheduler/dags',
    { schema: { body: DagSpec, response: { 200: Dag, 201: Dag, '4xx': Problem } } },
    async (request, reply) => {
      const rows = toRows(request.body, request.principal?.subject ?? '')
      const { created } = await transaction(db, async (client) => {
        const result = await createDag(client, rows)
        if (result.created)
          await appendAudit(client, {
            ...actorOf(request),
            action: 'dag.create',
            object: `dag/${rows.key}`,
            after: request.body,
          })
        return result
      })
      return reply.code(created ? 201 : 200).send(await readDag(rows.key))
    },
  )

  app.post(
    '/scheduler/dags/validate',
    { schema: { body: DagSpec, response: { 200: DagCheck, '4xx': Problem } } },
    async ({ body }) => {
      const errors = checkDag(body)
      const soundCron = !errors.some(({ code }) => code === 'CRON')
      return { valid: errors.length === 0, errors, nextFireTimes: soundCron ? upcoming(body, Date.now()) : [] }
    },
  )

  app.get(
    '/scheduler/dags/:key',
    { schema: { params: DagPath, response: { 200: Dag, '4xx': Problem } } },
    async ({ params }) => readDag(params.key),
  )

  app.put(
    '/scheduler/dags/:key',
    { schema: { params: DagPath, body: DagSpec, response: { 200: Dag, '4xx': Problem } } },
    async (request) => {
      if (request.body.key !== request.params.key)
        throw new Failure(
          'invalid',
          'KEY_DIFFERS',
          `the body's key is ${request.body.key}, the path's ${request.params.key}`,
          '/key',
        )
      const rows = toRows(request.body, request.principal?.subject ?? '')
      await transaction(db, async (client) => {
        const version = await updateDag(client, rows)
        await appendAudit(client, {
          ...actorOf(request),
          action: 'dag.update',
          object: `dag/${rows.key}`,
          after: { version, spec: request.body },
        })
      })
      return readDag(rows.key)
    },
  )

  app.post(
    '/scheduler/dags/:key/runs',
    { schema: { params: DagPath, body: StartRun, response: { 202: RunSummary, '4xx': Problem } } },
    async (request, reply) => {
      const dag = await getDag(db, request.params.key)
      const spec = DagSpec.parse(dag.spec)
      const unknown = Object.keys(request.body.params).find((name) => !Object.hasOwn(spec.params, name))
      if (unknown !== undefined)
        throw new Failure(
          'invalid',
          'PARAM_UNKNOWN',
          `the workflow ${dag.key} has no parameter ${unknown}`,
          `/params/${unknown}`,
        )
      const key = request.headers['idempotency-key']
      const at = request.body.scheduledFor === undefined ? null : new Date(parseInstant(request.body.scheduledFor))
      const origin = {
      dagId: dag.id, version: dag.version, occurrenceId: null, params: request.body.params, scheduledFor: at,
      idempotencyKey: typeof key === 'string' ? `run:${dag.key}:${key.slice(0, 200)}` : null, principal: request.principal?.subject ?? '',
    } // prettier-ignore
      const run = await transaction(db, async (client) => {
        const made = await createRun(client, makeRun(spec, origin))
        if (made.created)
          await appendAudit(client, {
            ...actorOf(request),
            action: 'run.start',
            object: `run/${made.id}`,
            after: { dag: dag.key, params: request.body.params },
          })
        return made
      })
      return reply.code(202).send(toRunSummary(await getRun(db, run.id)))
    },
  )
}
