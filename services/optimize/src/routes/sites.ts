import { Asset, NewAsset, NewSite, PageQuery, Problem, Site, SitePage, Slug } from '@omarino/contracts'
import { actorOf, uuidv7 } from '@omarino/platform'
import { appendAudit, createAsset, createSite, getSite, listAssets, listSites, transaction } from '@omarino/store'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { checkAsset, checkTariff } from '../check-series.ts'
import { toAsset, toSite } from '../to-wire.ts'

const SitePath = z.object({ site: Slug })

/** Sites and what stands behind their grid connection. */
export const siteRoutes: FastifyPluginAsyncZod<{ db: Pool }> = async (app, { db }) => {
  app.get(
    '/optimize/sites',
    { schema: { querystring: PageQuery, response: { 200: SitePage, '4xx': Problem } } },
    async ({ query }) => {
      const rows = await listSites(db, query.cursor, query.limit + 1)
      const shown = rows.slice(0, query.limit)
      const assets = await listAssets(db, shown.map(({ id }) => id)) // prettier-ignore
      const nextCursor = rows.length > query.limit ? (shown.at(-1)?.key ?? null) : null
      return { items: shown.map((row) => toSite(row, assets)), nextCursor }
    },
  )

  app.post(
    '/optimize/sites',
    { schema: { body: NewSite, response: { 200: Site, 201: Site, '4xx': Problem } } },
    async (request, reply) => {
      const { body } = request
      const {
        key,
        name,
        zone,
        currency,
        tariff,
        country = null,
        latitude = null,
        longitude = null,
        source = null,
      } = body
      const row = { id: uuidv7(), key, name, zone, currency, country, latitude, longitude, tariff: tariff ?? null, source } // prettier-ignore
      const { site, created } = await transaction(db, async (client) => {
        if (tariff) await checkTariff(client, tariff, currency)
        const result = await createSite(client, row)
        if (result.created)
          await appendAudit(client, { ...actorOf(request), action: 'site.create', object: `site/${key}`, after: body })
        return result
      })
      return reply.code(created ? 201 : 200).send(toSite(site, await listAssets(db, [site.id])))
    },
  )

  app.get(
    '/optimize/sites/:site',
    { schema: { params: SitePath, response: { 200: Site, '4xx': Problem } } },
    async ({ params }) => {
      const site = await getSite(db, params.site)
      return toSite(site, await listAssets(db, [site.id]))
    },
  )

  app.post(
    '/optimize/sites/:site/assets',
    { schema: { params: SitePath, body: NewAsset, response: { 200: Asset, 201: Asset, '4xx': Problem } } },
    async (request, reply) => {
      const { key, name, config, source = null } = request.body
      const site = await getSite(db, request.params.site)
      const { asset, created } = await transaction(db, async (client) => {
        await checkAsset(client, config)
        const result = await createAsset(client, site.id, { id: uuidv7(), key, name, type: config.type, config, source }) // prettier-ignore
        if (result.created)
          await appendAudit(client, {
            ...actorOf(request),
            action: 'asset.create',
            object: `site/${site.key}/asset/${key}`,
            after: request.body,
          })
        return result
      })
      return reply.code(created ? 201 : 200).send(toAsset(asset))
    },
  )
}
