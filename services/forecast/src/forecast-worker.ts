// The main of a computing thread: it sees what it is sent and nothing else.
import { serveThread } from '@omarino/platform/compute'
import { computeChunk } from './compute-forecasts.ts'
import type { ForecastChunk, ForecastReply } from './compute-forecasts.ts'
import { computeTraining } from './compute-training.ts'
import type { TrainingItem, TrainingReply } from './compute-training.ts'
import { replayBlock } from './replay-block.ts'
import type { BacktestReply, ReplayJob } from './replay-block.ts'

export type ThreadJob =
  | { readonly kind: 'forecast'; readonly chunk: ForecastChunk }
  | { readonly kind: 'train'; readonly item: TrainingItem }
  | { readonly kind: 'replay'; readonly job: ReplayJob }

serveThread((request: ThreadJob): ForecastReply[] | TrainingReply | BacktestReply => {
  if (request.kind === 'forecast') return computeChunk(request.chunk)
  if (request.kind === 'train') return computeTraining(request.item)
  return replayBlock(request.job)
})
