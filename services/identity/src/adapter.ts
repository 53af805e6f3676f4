import {
  consumeProviderRecord,
  findProviderRecord,
  putProviderRecord,
  removeProviderGrant,
  removeProviderRecord,
} from '@omarino/store'
import type { ProviderPayload } from '@omarino/store'
import type { Adapter, AdapterPayload } from 'oidc-provider'
import type { Pool } from 'pg'

/** Where the provider keeps sessions, codes, tokens and grants: PostgreSQL, so that a restart signs nobody out. */
export const adapterFor =
  (db: Pool) =>
  (model: string): Adapter => ({
    upsert: (id, payload, expiresIn) => putProviderRecord(db, model, id, payload as ProviderPayload, expiresIn),
    find: async (id) => (await findProviderRecord(db, model, 'id', id)) as AdapterPayload | undefined,
    findByUid: async (uid) => (await findProviderRecord(db, model, 'uid', uid)) as AdapterPayload | undefined,
    findByUserCode: async (code) =>
      (await findProviderRecord(db, model, 'user_code', code)) as AdapterPayload | undefined,
    consume: (id) => consumeProviderRecord(db, model, id),
    destroy: (id) => removeProviderRecord(db, model, id),
    revokeByGrantId: (grantId) => removeProviderGrant(db, grantId),
  })
