import { Failure } from '@omarino/energy'
import type { FastifyRequest } from 'fastify'
import { isSame } from './sealed.ts'

const SAFE = ['GET', 'HEAD', 'OPTIONS']
const OWN_SITE = ['same-origin', 'none']

const refused = (why: string): Failure => new Failure('forbidden', 'CSRF', `the request was refused: ${why}`)

/** An unsafe request must come from our own page: the header only that page can know, and an origin that is ours. */
export function demandCsrf(request: FastifyRequest, expected: string, webUrl: string): void {
  if (SAFE.includes(request.method)) return
  const given = request.headers['x-ems-csrf']
  if (typeof given !== 'string' || !isSame(given, expected)) throw refused('the header X-EMS-CSRF is missing or wrong')
  const { origin } = request.headers
  if (origin !== undefined && origin !== new URL(webUrl).origin) throw refused(`it comes from ${origin}`)
  const site = request.headers['sec-fetch-site']
  if (typeof site === 'string' && !OWN_SITE.includes(site)) throw refused('it comes from another site')
}

/** A stream of events is a safe request without Origin; its `Sec-Fetch-Site` tells. */
export function demandOwnSite(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site']
  if (typeof site === 'string' && !OWN_SITE.includes(site)) throw refused('it comes from another site')
}
