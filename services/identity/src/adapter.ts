import {
  consumeProviderRecord,
  findProviderRecord,
  putProviderRecord,
  removeProviderGrant,
  removeProviderRecord,
} from '@omarino/store'
import type { ProviderPayload } from '@omarino/store'
import type { Adapter } from 'oidc-provider'
import type { Pool } from 'pg'

/** Where the provider keeps sessions, codes, tokens and grants: PostgreSQL, so that a restart signs nobody out. */
export const adapterFor =
  (db: Pool) =>
  (model: string): Adapter => ({
    upsert: (id, payload, expiresIn) => putProviderRecord(db, model, id, payload as ProviderPayload, expiresIn),
    find: async (id) => await findProviderRecord(db, model, 'id', id),
    findByUid: async (uid) => await findProviderRecord(db, model, 'uid', uid),
    findByUserCode: async (code) => await findProviderRecord(db, model, 'user_code', code),
    consume: (id) => consumeProviderRecord(db, model, id),
    destroy: (id) => removeProviderRecord(db, model, id),
    revokeByGrantId: (grantId) => removeProviderGrant(db, grantId),
  })
