import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { bringDebianPackages } from './debian-packages.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'ems-packages-'))
const before = process.env['PATH']
after(() => {
  process.env['PATH'] = before
  rmSync(folder, { recursive: true })
})

const bring = (): string[] => {
  const said: string[] = []
  bringDebianPackages((line) => said.push(line))
  return said
}
const place = (program: string): void => {
  writeFileSync(path.join(folder, program), '#!/bin/sh\nexit 1\n')
  chmodSync(path.join(folder, program), 0o755)
}

test('where nothing may be installed, one sentence names the packages that are missing; with all there, nothing is said', () => {
  process.env['PATH'] = folder // no apt-get here
  place('chromium')
  assert.throws(bring, {
    code: 'PACKAGES_MISSING',
    message:
      'the tests need redis-server, poppler-utils: install them (Debian: apt-get install redis-server poppler-utils)',
  })
  place('redis-server')
  place('pdftotext')
  assert.deepEqual(bring(), [])
})
