import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RunState, TaskState, OptimizeResult, ROLES } from '@omarino/contracts'
import { de } from './de.ts'
import { en } from './en.ts'

type Tree = { readonly [key: string]: unknown }
const leaves = (tree: Tree, path = ''): [string, unknown][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null
      ? leaves(value as Tree, `${path}${key}.`)
      : [[path + key, value] as [string, unknown]],
  )

test('both languages have the same texts, none of them empty', () => {
  const [english, german] = [new Map(leaves(en)), new Map(leaves(de))]
  assert.deepEqual([...german.keys()].sort(), [...english.keys()].sort())
  for (const [key, text] of [...english, ...german]) assert.ok(typeof text === 'function' || text !== '', key)
})

test('a text takes as many parameters in German as in English, and uses each of them', () => {
  const german = new Map(leaves(de))
  for (const [key, text] of leaves(en)) {
    if (typeof text !== 'function') continue
    const other = german.get(key) as (...args: unknown[]) => string
    assert.equal(other.length, text.length, key)
    if (key === 'plan.solved') continue // its second parameter chooses between two sentences
    const marks = Array.from({ length: text.length }, (_, i) => `⟨${i}⟩`)
    for (const said of [(text as (...args: unknown[]) => string)(...marks), other(...marks)])
      for (const mark of marks) assert.ok(said.includes(mark), `${key}: ${said}`)
  }
})

test('every state and role of the API has a word', () => {
  const status = OptimizeResult.shape.status.options
  for (const state of [...RunState.options, ...TaskState.options, ...status]) assert.ok(state in en.states, state)
  for (const role of ROLES) assert.ok(role in en.roles)
})
