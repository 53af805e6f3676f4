import { Failure } from '@omarino/energy'
import { jwtVerify } from 'jose'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sampleProvider } from '../sample-provider.ts'
import { createProviderKeys } from './provider-keys.ts'

const MINUTE_MS = 60_000
const isUnavailable = (error: unknown): boolean => error instanceof Failure && error.kind === 'unavailable' && error.code === 'PROVIDER_UNAVAILABLE' // prettier-ignore

test('the first tokens of a cold start, all at once, wait for one fetch of the keys', async (t) => {
  const provider = await sampleProvider(t)
  const keys = createProviderKeys(provider.issuer, () => 0)
  const token = await provider.sign()
  const results = await Promise.all(Array.from({ length: 20 }, () => jwtVerify(token, keys)))
  assert.ok(results.every(({ payload }) => payload.sub === 'ada'))
  assert.equal(provider.fetches(), 1)
})

test('a flood of unknown key ids fetches the keys once in 30 seconds, and known ones pass meanwhile', async (t) => {
  const provider = await sampleProvider(t)
  let nowMs = 0
  const keys = createProviderKeys(provider.issuer, () => nowMs)
  const good = await provider.sign()
  await jwtVerify(good, keys)
  const flood = async () => {
    const forged = await Promise.all(Array.from({ length: 30 }, (_, i) => provider.sign({}, { kid: `made-up-${i}` })))
    return Promise.all(forged.map((token) => assert.rejects(jwtVerify(token, keys), /no applicable key/)))
  }
  await flood()
  assert.equal(provider.fetches(), 1) // the fetch of the start was less than 30 s ago
  nowMs = 31_000
  await flood()
  await jwtVerify(good, keys)
  assert.equal(provider.fetches(), 2)
  nowMs = 60_000
  await flood()
  assert.equal(provider.fetches(), 2)
})

test('a new key of the provider is found at its first token once half a minute has passed, and the old one ends', async (t) => {
  const provider = await sampleProvider(t)
  let nowMs = 0
  const keys = createProviderKeys(provider.issuer, () => nowMs)
  const old = await provider.sign()
  await jwtVerify(old, keys)
  await provider.rotate()
  nowMs = 31_000
  const fresh = await provider.sign()
  await Promise.all([jwtVerify(fresh, keys), jwtVerify(fresh, keys), jwtVerify(fresh, keys)])
  await assert.rejects(jwtVerify(old, keys), /no applicable key/)
  assert.equal(provider.fetches(), 2)
})

test('the last good keys serve for as long as the provider is away, and new ones once it is back', async (t) => {
  const provider = await sampleProvider(t)
  let nowMs = 0
  const keys = createProviderKeys(provider.issuer, () => nowMs)
  const token = await provider.sign()
  await jwtVerify(token, keys)
  provider.stop()
  for (const minutes of [11, 60, 24 * 60]) {
    nowMs = minutes * MINUTE_MS
    await jwtVerify(token, keys)
    await assert.rejects(jwtVerify(await provider.sign({}, { kid: 'unknown' }), keys), /no applicable key/)
  }
  await provider.rotate()
  await provider.start()
  nowMs += MINUTE_MS
  await jwtVerify(await provider.sign(), keys)
})

test('without any good key a token is a matter for later, not for refusal, and the provider is not stormed', async (t) => {
  const provider = await sampleProvider(t)
  let nowMs = 0
  const keys = createProviderKeys(provider.issuer, () => nowMs)
  const token = await provider.sign()
  provider.stop()
  await assert.rejects(jwtVerify(token, keys), isUnavailable)
  await provider.start()
  await assert.rejects(jwtVerify(token, keys), isUnavailable) // asked again only a second later
  assert.equal(provider.fetches(), 0)
  nowMs = 1001
  await jwtVerify(token, keys)
})

test('keys that are known are renewed behind the callers: none waits for a slow provider', async (t) => {
  const provider = await sampleProvider(t)
  let nowMs = 0
  const keys = createProviderKeys(provider.issuer, () => nowMs)
  const token = await provider.sign()
  await jwtVerify(token, keys)
  nowMs = 11 * MINUTE_MS
  await jwtVerify(token, keys)
  assert.equal(provider.fetches(), 1) // the second fetch has not come back yet
  while (provider.fetches() < 2) await sleep(5)
})
