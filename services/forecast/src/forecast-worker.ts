// The main of a computing thread: it sees what it is sent and nothing else.
import { reconcileGroup } from '@omarino/forecasting'
import type { ErrorWeighing, GroupAnswer, GroupMember, ReplayJob } from '@omarino/forecasting'
import { serveThread } from '@omarino/platform/compute'
import { computeChunk } from './compute-forecasts.ts'
import type { ForecastChunk, ForecastReply } from './compute-forecasts.ts'
import { computeTraining } from './compute-training.ts'
import type { TrainingItem, TrainingReply } from './compute-training.ts'
import { replayBlock } from './replay-block.ts'
import type { BacktestReply } from './replay-block.ts'

export type ThreadJob =
  | { readonly kind: 'forecast'; readonly chunk: ForecastChunk }
  | { readonly kind: 'train'; readonly item: TrainingItem }
  | { readonly kind: 'replay'; readonly job: ReplayJob }
  | {
      readonly kind: 'reconcile'
      readonly members: readonly GroupMember[]
      readonly method: ErrorWeighing
      readonly seed: number
    }

serveThread((request: ThreadJob): ForecastReply[] | TrainingReply | BacktestReply | GroupAnswer => {
  if (request.kind === 'forecast') return computeChunk(request.chunk)
  if (request.kind === 'train') return computeTraining(request.item)
  if (request.kind === 'reconcile') return reconcileGroup(request.members, request.method, request.seed)
  return replayBlock(request.job)
})
