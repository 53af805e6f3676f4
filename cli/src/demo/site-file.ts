import { NewAsset, NewMeter, NewSeries, NewSite } from '@omarino/contracts'
import type { Asset, Meter, Series, Site } from '@omarino/contracts'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { ROOT } from '../folders.ts'
import type { Api } from '../system/api.ts'

/** A site with all that belongs to it, as `examples/` keeps it. */
const SiteFile = z.strictObject({
  site: NewSite,
  meters: z.array(NewMeter),
  series: z.array(NewSeries),
  assets: z.array(NewAsset),
  forecast: z.array(z.string()),
  columns: z.record(z.string(), z.string()).optional(),
})
export type SiteFile = z.infer<typeof SiteFile>

export const readSiteFile = (name: string): SiteFile =>
  SiteFile.parse(JSON.parse(readFileSync(path.join(ROOT, 'examples', name), 'utf8')))

/** Creates what is not there yet; what is there already is left as it is. */
export async function createSite(api: Api, file: SiteFile): Promise<void> {
  for (const meter of file.meters) await api.post<Meter>('/timeseries/meters', meter)
  for (const series of file.series) await api.post<Series>('/timeseries/series', series)
  await api.post<Site>('/optimize/sites', file.site)
  for (const asset of file.assets) await api.post<Asset>(`/optimize/sites/${file.site.key}/assets`, asset)
}
