import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
/** Everything that a run leaves on this machine, but root's database. */
export const STATE_DIR = process.env['EMS_STATE_DIR'] ?? path.join(ROOT, '.ems')
