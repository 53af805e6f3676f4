import type { Role } from '@omarino/contracts'

const ORDER = ['viewer', 'operator', 'admin'] as const satisfies readonly Role[]

/** True when one of the roles includes `needed`; a role includes those before it. */
export const hasRole = (roles: readonly string[], needed: Role): boolean =>
  roles.some((role) => ORDER.findIndex((known) => known === role) >= ORDER.indexOf(needed))
