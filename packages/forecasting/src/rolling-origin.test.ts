import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startOfDate } from '@omarino/energy'
import { calendarColumns } from './calendar-columns.ts'
import type { Timeline } from './columns.ts'
import { HOUR_MS, type Model } from './model.ts'
import { replayMemo } from './replay-memo.ts'
import { medianRow, originSpacing, pastOrigins, rollOrigins } from './rolling-origin.ts'
import { sampleTask } from './sample-series.ts'

const task = sampleTask()

function timelineOf(values: Float64Array, startMs: number, ahead: number, zone = 'UTC'): Timeline {
  const calendar = calendarColumns(startMs, HOUR_MS, values.length + ahead, zone, null)
  return { values, observed: {}, known: {}, calendar }
}

test('origins lie a local day apart, over 23 hours where clocks spring forward', () => {
  const startMs = startOfDate('Europe/Berlin', '2024-03-29')
  const issue = 24 + 24 + 23 + 24 // midnight of 2 April
  const timeline = timelineOf(new Float64Array(issue), startMs, 24, 'Europe/Berlin')
  assert.deepEqual(pastOrigins(timeline, issue, 24, 24, 24), [24, 48, 71])
})

test('a day without a known outcome is no origin, and the oldest are left out beyond 84', () => {
  const values = new Float64Array(24 * 130).fill(1)
  values.fill(NaN, 24 * 128)
  const origins = pastOrigins(timelineOf(values, 0, 24), values.length, 24, 24, 24)
  assert.deepEqual([origins.length, origins[0], origins[83]], [84, 24 * 44, 24 * 127])
})

test('of a month ahead origins lie a week apart', () => {
  assert.deepEqual(
    [24, 168, 191, 192, 744].map((steps) => originSpacing(steps, 24)),
    [1, 1, 1, 2, 7],
  )
  const timeline = timelineOf(new Float64Array(24 * 60).fill(1), 0, 744)
  assert.deepEqual(pastOrigins(timeline, 24 * 60, 744, 24 * 30, 24), [32, 39, 46, 53].map((day) => 24 * day)) // prettier-ignore
})

test('a model is fitted weekly on copies that end at the origin', () => {
  const calls: string[] = []
  const spy: Model<number> = {
    name: 'ridge-ar',
    minimumSteps: () => 1,
    fit: ({ values }) => {
      calls.push(`fit ${values.length}`)
      return values.length
    },
    update: (state) => state,
    predict: (state, { values, calendar }, { steps }) => {
      assert.equal(values.buffer.byteLength, 8 * values.length)
      assert.equal(calendar.day.length, values.length)
      calls.push(`predict ${values.length} fitted ${state}`)
      return { levels: [0.5], values: new Float64Array(steps) }
    },
  }
  const timeline = timelineOf(new Float64Array(24 * 9), 0, 12)
  const origins = Array.from({ length: 8 }, (_, i) => 24 * (i + 1))
  const { forecasts } = rollOrigins(spy, timeline, origins, 48, task)
  assert.deepEqual(calls.slice(0, 3), ['fit 24', 'predict 24 fitted 24', 'predict 48 fitted 24'])
  assert.deepEqual(calls.slice(-3), ['fit 168', 'predict 168 fitted 168', 'predict 192 fitted 168'])
  assert.deepEqual(forecasts.map(({ values }) => values.length).slice(-2), [48, 36]) // the calendar ends 12 steps ahead
})

test('with a memo the next issue time replays the new day alone, to the same forecasts', () => {
  let predicted = 0
  const model: Model<number> = {
    name: 'last',
    minimumSteps: () => 1,
    fit: ({ values }) => values.length,
    update: (state) => state,
    predict: (state, { values }, { steps }) => {
      predicted += 1
      return { levels: [0.5], values: new Float64Array(steps).fill(state + 1000 * values.length) }
    },
  }
  const timeline = timelineOf(new Float64Array(24 * 20), 0, 24)
  const days = Array.from({ length: 19 }, (_, i) => 24 * (i + 1))
  const memo = replayMemo()
  rollOrigins(model, timeline, days.slice(0, 10), 24, task, memo)
  const next = rollOrigins(model, timeline, days.slice(1, 11), 24, task, memo)
  assert.equal(predicted, 11)
  assert.deepEqual(next, rollOrigins(model, timeline, days.slice(1, 11), 24, task))
})

test('a model without a median is a mistake', () => {
  assert.throws(() => medianRow({ levels: [0.1], values: new Float64Array(1) }), RangeError)
})
