import type { Dag, RunDetail } from '@omarino/contracts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openBrowser, signIn } from './browser.ts'
import { prepareDemoSite } from './demo-site.ts'
import { call, startStack } from './stack.ts'
import { listen } from './webhook-listener.ts'

const JOB_MS = 90_000

test('the operator defines a workflow; cron fires it; import, forecast, optimize, report and webhook follow; the screen shows it without a reload', async (t) => {
  const hook = await listen(t)
  const stack = await startStack(t, { EMS_EGRESS_ALLOW: `127.0.0.1:${hook.port}` })
  hook.setSecret(stack.webhookSecret)
  const { newestRows, newestName } = await prepareDemoSite(stack, Date.now())
  const { page, faults } = await openBrowser(t)
  await signIn(page, stack, 'operator')

  await page.getByRole('link', { name: 'Workflows' }).first().click()
  await page
    .getByRole('link', { name: 'Define a workflow' })
    .or(page.getByRole('button', { name: 'Define a workflow' }))
    .first()
    .click()
  await page.getByLabel('Name', { exact: true }).fill('Plan of the works')
  await page.getByLabel('Site').last().selectOption({ label: 'Demo works' })
  await page.getByLabel('Schedule (cron)').fill('*/20 * * * * *')
  await page.getByLabel('Import first (optional)').fill(newestName)
  await page.getByLabel('Tell (optional)').fill(`http://127.0.0.1:${hook.port}/`)
  await page.getByRole('button', { name: 'Save' }).click()

  // From here on nobody reloads: what appears, appears by the stream of events.
  const mark = await page.evaluate(() => ((window as unknown as { mark: string }).mark = 'not reloaded'))
  await page.getByText('plan-of-the-works').first().waitFor()
  const runLink = page.locator('a[href*="/workflows/runs/"]').first()
  await runLink.waitFor({ timeout: JOB_MS })
  const runId = /runs\/([0-9a-f-]{36})/.exec((await runLink.getAttribute('href')) ?? '')?.[1] ?? ''
  await runLink.click()
  for (const task of ['import', 'forecast', 'optimize', 'report', 'webhook'])
    await page.getByRole('button', { name: new RegExp(`^${task}.*Succeeded`, 's') }).waitFor({ timeout: JOB_MS })
  assert.equal(await page.evaluate(() => (window as unknown as { mark: string }).mark), mark)
  assert.deepEqual(faults, [])

  const run = (await call<RunDetail>(stack, 'GET', `/scheduler/runs/${runId}`)).body
  assert.equal(run.trigger, 'cron')
  const output = <T>(key: string): T => run.tasks.find((task) => task.key === key)?.output as T
  assert.equal(output<{ accepted: number }>('import').accepted, newestRows)
  const plan = output<{ runId: string; status: string; objective: number; bound: number; costDoingNothing: number }>(
    'optimize',
  )
  assert.ok(['optimal', 'within_gap'].includes(plan.status))
  assert.ok(plan.objective <= plan.costDoingNothing && plan.bound <= plan.objective + 1e-6)
  const told = hook.received.find(({ body }) => body.data.plan.runId === plan.runId)
  assert.ok(told?.signatureIsRight)

  await page.getByRole('link', { name: 'Dispatch plans' }).click()
  await page.locator(`a[href*="${plan.runId}"]`).first().click()
  await page.getByRole('heading', { name: /Plan for Demo works/ }).waitFor()
  await page.getByText('Optimal').first().waitFor()
  const report = await page.context().request.get(`${stack.urls['web'] ?? ''}/api${told.body.data.report}`)
  assert.match(await report.text(), /Day-ahead plan of Demo works/)
  const pdf = await page
    .context()
    .request.get(`${stack.urls['web'] ?? ''}/api${told.body.data.report.replace('.html', '.pdf')}`)
  assert.equal((await pdf.body()).subarray(0, 5).toString('latin1'), '%PDF-')
  assert.deepEqual(faults, [])

  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL((url) => url.origin === stack.urls['web'])
  await page.getByText('Sign in').first().waitFor()
  const { body: dag } = await call<Dag>(stack, 'GET', '/scheduler/dags/plan-of-the-works')
  assert.equal(dag.spec.tasks.length, 5)
  // Signed out here is signed out at the provider too: signing in again asks for the password.
  await page.goto(`${stack.urls['web'] ?? ''}/auth/login?return=/`)
  await page.getByLabel('Password').waitFor()
})
