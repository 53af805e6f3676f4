import type { Site } from '@omarino/contracts'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { knownZone } from '../url-state.ts'
import { useApp } from './app-context.tsx'

export interface SiteChoice {
  /** All sites; undefined while they are unknown. */
  readonly sites: readonly Site[] | undefined
  /** The chosen one; undefined for all. */
  readonly site: Site | undefined
  /** Zone of the chosen site, else of the only or first one, else UTC. */
  readonly zone: string
}

/** Which site the address names, and whose clock counts. */
export function useSite(): SiteChoice {
  const { resources } = useApp()
  const { data } = useQuery(resources.sites())
  const { site: key } = useSearch({ from: '__root__' })
  const site = data?.items.find((item) => item.key === key)
  return { sites: data?.items, site, zone: knownZone((site ?? data?.items[0])?.zone) }
}
