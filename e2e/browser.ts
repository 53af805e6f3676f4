import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { chromium } from 'playwright-core'
import type { BrowserContextOptions, Page } from 'playwright-core'
import type { Stack } from './stack.ts'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface Visit {
  readonly page: Page
  /** What must stay empty: errors of the page, refused policies, requests that leave this machine. */
  readonly faults: string[]
}

/** A fresh browser on Debian's chromium. Everything that a page does wrong is kept. */
export async function openBrowser(t: Pick<TestContext, 'after'>, options: BrowserContextOptions = {}): Promise<Visit> {
  const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: FLAGS })
  t.after(() => browser.close())
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, locale: 'en-GB', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 40[13]/.test(message.text()))
      faults.push(`console: ${message.text()}`)
  })
  page.on('request', (request) => {
    if (!['localhost', '127.0.0.1'].includes(new URL(request.url()).hostname) && !request.url().startsWith('data:'))
      faults.push(`request: ${request.url()}`)
  })
  return { page, faults }
}

/** Signs in by the form of the built-in provider. */
export async function signIn(page: Page, stack: Stack, user: 'admin' | 'operator' | 'viewer'): Promise<void> {
  await page.goto(stack.urls['web'] ?? '')
  await page
    .getByRole('link', { name: 'Sign in' })
    .or(page.getByRole('button', { name: 'Sign in' }))
    .first()
    .click()
  await page.getByLabel('User').fill(user)
  await page.getByLabel('Password').fill(stack.passwords[user])
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
  assert.equal(new URL(page.url()).origin, stack.urls['web'])
}
