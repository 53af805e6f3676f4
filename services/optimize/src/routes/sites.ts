import {
  Asset,
  AssetChange,
  NewAsset,
  NewSite,
  PageQuery,
  Problem,
  Site,
  SiteChange,
  SitePage,
  Slug,
} from '@omarino/contracts'
import { actorOf, uuidv7 } from '@omarino/platform'
import { appendAudit, changeAsset, changeSite, createAsset, createSite, deleteAsset, getSite, listAssets, listSites, transaction } from '@omarino/store' // prettier-ignore
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { checkAsset, checkTariff } from '../check-asset.ts'
import { toAsset, toSite } from '../to-wire.ts'

const SitePath = z.object({ site: Slug })
const AssetPath = SitePath.extend({ asset: Slug })

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

  app.put(
    '/optimize/sites/:site',
    { schema: { params: SitePath, body: SiteChange, response: { 200: Site, '4xx': Problem } } },
    async (request) => {
      const { body, params } = request
      const site = await transaction(db, async (client) => {
        const before = await getSite(client, params.site)
        if (body.tariff) await checkTariff(client, body.tariff, before.currency)
        const after = await changeSite(client, before.id, body)
        const was = { name: before.name, tariff: before.tariff }
        await appendAudit(client, { ...actorOf(request), action: 'site.change', object: `site/${before.key}`, before: was, after: body }) // prettier-ignore
        return after
      })
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
        await checkAsset(client, config, site)
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

  app.put(
    '/optimize/sites/:site/assets/:asset',
    { schema: { params: AssetPath, body: AssetChange, response: { 200: Asset, '4xx': Problem } } },
    async (request) => {
      const { body, params } = request
      const site = await getSite(db, params.site)
      const asset = await transaction(db, async (client) => {
        await checkAsset(client, body.config, site)
        const { before, after } = await changeAsset(client, site.id, params.asset, body)
        const was = { name: before.name, config: before.config }
        await appendAudit(client, { ...actorOf(request), action: 'asset.change', object: `site/${site.key}/asset/${params.asset}`, before: was, after: body }) // prettier-ignore
        return after
      })
      return toAsset(asset)
    },
  )

  app.delete(
    '/optimize/sites/:site/assets/:asset',
    { schema: { params: AssetPath, response: { 200: Asset, '4xx': Problem } } },
    async (request) => {
      const { params } = request
      const site = await getSite(db, params.site)
      const asset = await transaction(db, async (client) => {
        const gone = await deleteAsset(client, site.id, params.asset)
        const { name, config } = gone
        await appendAudit(client, { ...actorOf(request), action: 'asset.delete', object: `site/${site.key}/asset/${gone.key}`, before: { name, config } }) // prettier-ignore
        return gone
      })
      return toAsset(asset)
    },
  )
}
