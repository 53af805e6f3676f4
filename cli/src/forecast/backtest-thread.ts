// The main of a computing thread: it replays a block of origins of one series and answers with their rows.
import { type ReplayJob, replayRows } from '@omarino/forecasting'
import { serveThread } from '@omarino/platform/compute'

serveThread((job: ReplayJob) => replayRows(job))
