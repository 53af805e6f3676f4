import type { ForecastPage, JobAccepted, PlanPage, Problem, RunDetail, RunPage, Site } from '@omarino/contracts'
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import { openBrowser, signIn } from './browser.ts'
import { importCsv, prepareDemoSite } from './demo-site.ts'
import { call, startStack } from './stack.ts'
import type { Stack } from './stack.ts'

/** Set to keep pictures of every page, to be looked at. */
const SHOTS = process.env['EMS_SHOTS']

async function finish(stack: Stack, runId: string): Promise<RunDetail> {
  for (let tries = 0; tries < 600; tries++) {
    const { body } = await call<RunDetail>(stack, 'GET', `/scheduler/runs/${runId}`)
    if (body.state !== 'running' && body.state !== 'waiting') return body
    await sleep(100)
  }
  throw new Error('the run did not end')
}

/** A site with a plan, forecasts, runs, a report and a rejected row; the addresses of all pages. */
async function prepare(stack: Stack): Promise<string[]> {
  const nowMs = Date.now()
  const { newestName } = await prepareDemoSite(stack, nowMs)
  const dag = {
      key: 'morning', name: 'Morning', triggers: [{ kind: 'cron', cron: '0 6 * * *', zone: 'Europe/Berlin' }],
      tasks: [
        { key: 'import', kind: 'import', input: { file: newestName } },
        { key: 'forecast', kind: 'forecast', needs: ['import'], input: { series: ['demo/load/active_power', 'demo/pv/active_power'] } },
        { key: 'optimize', kind: 'optimize', needs: ['forecast'], input: { site: 'demo' } },
        { key: 'report', kind: 'report', needs: ['optimize'], input: { optimizeRun: '{{ tasks.optimize.output.runId }}' } },
      ],
    } // prettier-ignore
  assert.equal((await call(stack, 'POST', '/scheduler/dags', dag)).status, 201)
  const started = await call<{ id: string }>(stack, 'POST', '/scheduler/dags/morning/runs', {})
  const run = await finish(stack, started.body.id)
  assert.equal(run.state, 'succeeded', JSON.stringify(run.tasks.map(({ key, error }) => ({ key, error }))))
  await importCsv(stack, 'series,time,value\nno/such/series,2026-01-01T00:00:00Z,1\n')
  const first = async <Page extends { items: { id: string }[] }>(place: string): Promise<string> =>
    (await call<Page>(stack, 'GET', place)).body.items[0].id
  const plan = await first<z.infer<typeof PlanPage>>('/optimize/runs')
  const forecast = await first<z.infer<typeof ForecastPage>>('/forecast/forecasts')
  const wish = { objective: { preferences: ['less-cycling'] } }
  const variant = await call<{ id: string }>(stack, 'POST', `/optimize/runs/${plan}/variants`, wish)
  assert.equal(variant.status, 202, JSON.stringify(variant.body))
  const newestRun = await first<z.infer<typeof RunPage>>('/scheduler/runs')
  return [
      '/', '/series', '/series?series=demo/load/active_power,demo/pv/active_power', '/series/import', '/forecasts', `/forecasts/${forecast}`, '/forecasts/backtest?series=demo/load/active_power', '/optimize',
      `/optimize/${plan}`, `/optimize/${plan}?with=${variant.body.id}`, '/workflows', '/workflows/define', `/workflows/runs/${newestRun}`, '/sites', '/sites/demo', '/sites/demo?asset=battery', '/sites/demo?add=generator', '/reports',
    ] // prettier-ignore
}

test('the screens', async (t) => {
  const stack = await startStack(t)
  const paths = await prepare(stack)

  for (const [scheme, locale, word] of [
    ['light', 'en-GB', 'Sign out'],
    ['dark', 'de-DE', 'Abmelden'],
  ] as const) {
    await t.test(`every page shows itself without a fault, ${scheme}, ${locale}`, async (t) => {
      const { page, faults } = await openBrowser(t, { colorScheme: scheme, locale, timezoneId: 'America/New_York' })
      await page.goto(stack.urls['web'] ?? '')
      await page
        .locator('a[href*="/auth/login"], button')
        .filter({ hasText: /Sign in|Anmelden/ })
        .first()
        .click()
      await page.getByLabel('User').fill('admin')
      await page.getByLabel('Password').fill(stack.passwords.admin)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('button', { name: word }).waitFor()
      for (const [i, place] of paths.entries()) {
        await page.goto((stack.urls['web'] ?? '') + place)
        await page.getByRole('button', { name: word }).waitFor()
        await page.waitForLoadState('networkidle').catch(() => undefined) // the stream of events never rests
        await page.waitForTimeout(400)
        const text = await page.locator('main').innerText()
        assert.doesNotMatch(text, /undefined|NaN|\[object|Invalid Date|null/, place)
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        assert.ok(overflow <= 0, `${place} is ${overflow} px wider than the window`)
        if (SHOTS) {
          mkdirSync(SHOTS, { recursive: true })
          await page.screenshot({ path: path.join(SHOTS, `${String(i).padStart(2, '0')}-${scheme}.png`) })
        }
      }
      assert.deepEqual(faults, [])
    })
  }

  await t.test(
    'the workbench goes through past issues by keyboard, and its address keeps hours and issue',
    async (t) => {
      const series = 'demo/load/active_power'
      const newest = (await call<z.infer<typeof ForecastPage>>(stack, 'GET', `/forecast/forecasts?series=${series}`))
        .body.items[0]
      const issueTime = new Date(Date.parse(newest.issueTime) - 6 * 3_600_000).toISOString()
      const job = await call<JobAccepted>(stack, 'POST', '/forecast/forecasts', { series: [series], issueTime })
      assert.equal((await finish(stack, job.body.runId)).state, 'succeeded')
      const { page, faults } = await openBrowser(t)
      await signIn(page, stack, 'viewer')
      await page.goto(`${stack.urls['web'] ?? ''}/forecasts/${newest.id}`)
      const slider = page.getByRole('slider', { name: 'Issue time' })
      await page.getByText('issue 2 of 2').waitFor()
      await page.getByText(/p50 moved by .* on average/).waitFor()
      assert.equal(
        await page
          .getByRole('region', { name: /What adds up/ })
          .getByRole('listitem')
          .count(),
        3,
      )
      await slider.focus()
      await page.keyboard.press('ArrowLeft')
      await page.getByText('issue 1 of 2').waitFor()
      assert.match(page.url(), /from=.+&to=/)
      const said = await slider.getAttribute('aria-valuetext')
      await page.reload()
      await page.getByText('issue 1 of 2').waitFor()
      assert.equal(await slider.getAttribute('aria-valuetext'), said)
      const train = page.getByRole('button', { name: 'Train now' })
      assert.equal(await train.getAttribute('aria-disabled'), 'true')
      assert.ok(await page.getByLabel('By the calendar').isDisabled())
      assert.equal(await page.getByRole('button', { name: 'Save' }).getAttribute('aria-disabled'), 'true')
      assert.deepEqual(faults, [])
    },
  )

  await t.test('an operator changes when the models of a series are trained anew, and finds it so again', async (t) => {
    const { page, faults } = await openBrowser(t)
    await signIn(page, stack, 'operator')
    const { body } = await call<z.infer<typeof ForecastPage>>(stack, 'GET', '/forecast/forecasts?limit=1')
    await page.goto(`${stack.urls['web'] ?? ''}/forecasts/${body.items[0].id}`)
    await page.getByLabel('By the calendar').selectOption('P14D')
    await page.getByLabel('On an alarm of drift').uncheck()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText(/^Set .*\.$/).waitFor()
    await page.reload()
    assert.equal(await page.getByLabel('By the calendar').inputValue(), 'P14D')
    assert.equal(await page.getByLabel('On an alarm of drift').isChecked(), false)
    assert.deepEqual(faults, [])
  })

  await t.test(
    'an admin makes a site by its form, is told at the field what is wrong, and stands on its page',
    async (t) => {
      const { page, faults } = await openBrowser(t)
      await signIn(page, stack, 'admin')
      await page.goto(`${stack.urls['web'] ?? ''}/sites`)
      await page.getByLabel('Name', { exact: true }).fill('Werk Süd')
      await page.getByLabel('Time zone').fill('Europe/Nowhere')
      await page.getByLabel('Currency').fill('EUR')
      await page.getByRole('button', { name: 'Make the site' }).click()
      await page.getByText('! must be an IANA time zone such as Europe/Berlin').waitFor()
      await page.getByLabel('Time zone').fill('Europe/Berlin')
      await page.getByRole('button', { name: 'Make the site' }).click()
      await page.waitForURL(/sites\/werk-sud/)
      await page.getByText('Without a tariff nothing has a price, and no plan is made.').waitFor()
      assert.deepEqual(faults.filter((fault) => !fault.includes('status of 422')), []) // prettier-ignore
    },
  )

  await t.test(
    'an admin adds a car by its form, is told at the field what is wrong, changes it and takes it away; an operator may only look',
    async (t) => {
      const { page, faults } = await openBrowser(t)
      await signIn(page, stack, 'admin')
      await page.goto(`${stack.urls['web'] ?? ''}/sites/demo`)
      await page.getByLabel('Type of the new asset').selectOption('ev')
      const form = page.getByRole('region', { name: /^Electric car/ })
      const save = form.getByRole('button', { name: 'Save' })
      await save.click()
      await form.getByText('! Some fields are missing or no numbers').waitFor()
      for (const [label, text] of [
        ['Name', 'Car 1'],
        ['Capacity, kWh', '60'],
        ['Charging power, kW', '11'],
        ['Efficiency of charging, %', '92,5'],
        ['Arrives', '18:00'],
        ['Departs', '07:00'],
        ['SoC on arrival, %', '30'],
        ['SoC on departure, %', '80'],
        ['Series of the SoC', 'demo/load/active_power'],
      ] as const)
        // prettier-ignore
        await form.getByLabel(label, { exact: true }).fill(text)
      await save.click()
      await form.getByText('! the series demo/load/active_power is in kW; a share (1 or %) is needed').waitFor()
      await form.getByLabel('Series of the SoC').fill('')
      await save.click()
      await page.waitForURL(/asset=car-1/)
      const site = async () => (await call<Site>(stack, 'GET', '/optimize/sites/demo')).body
      const car = (await site()).assets.find(({ key }) => key === 'car-1')?.config
      assert.ok(car?.type === 'ev' && car.chargeEfficiency === 0.925)
      assert.deepEqual(car.stays, [{ weekdays: [0, 1, 2, 3, 4, 5, 6], arrive: '18:00', depart: '07:00', arriveSoc: 0.3, targetSoc: 0.8 }]) // prettier-ignore
      await form.getByLabel('SoC on departure, %').fill('70')
      await save.click()
      await form.getByText('Saved.').waitFor()
      const tariff = page.getByRole('region', { name: 'Site and tariff' })
      await tariff.getByLabel('Added on import, EUR/kWh').fill('0.1')
      await tariff.getByRole('button', { name: 'Save' }).click()
      await tariff.getByText('Saved.').waitFor()
      assert.equal((await site()).tariff?.importAddPerKwh, 0.1)

      const { page: watching } = await openBrowser(t)
      await signIn(watching, stack, 'operator')
      await watching.goto(`${stack.urls['web'] ?? ''}/sites/demo?asset=car-1`)
      const seen = watching.getByRole('region', { name: /^Electric car/ })
      assert.equal(await seen.getByLabel('SoC on departure, %').inputValue(), '70')
      assert.ok(await seen.getByLabel('SoC on departure, %').isDisabled())
      for (const name of ['Save', 'Delete'])
        assert.equal(await seen.getByRole('button', { name }).getAttribute('aria-disabled'), 'true')

      await form.getByRole('button', { name: 'Delete' }).click()
      await form.getByRole('button', { name: 'Delete for good' }).click()
      await page.getByText('Choose an asset in the table to see its settings.').waitFor()
      assert.equal((await site()).assets.length, 4)
      assert.deepEqual(faults.filter((fault) => !fault.includes('status of 422')), []) // prettier-ignore
    },
  )

  await t.test(
    'an operator asks what holding the battery costs and how the bad days weigh, and finds each answer beside the plan; a viewer may not ask',
    async (t) => {
      const plans = await call<z.infer<typeof PlanPage>>(stack, 'GET', '/optimize/runs')
      const plan = plans.body.items.at(-1)?.id ?? ''
      const place = `${stack.urls['web'] ?? ''}/optimize/${plan}`
      const { page: watching } = await openBrowser(t)
      await signIn(watching, stack, 'viewer')
      await watching.goto(place)
      const button = watching.getByRole('region', { name: 'What if' }).getByRole('button')
      await button.waitFor()
      assert.equal(await button.getAttribute('aria-disabled'), 'true')
      assert.ok(await watching.getByRole('slider', { name: /Weight of the bad/ }).isDisabled())

      const { page, faults } = await openBrowser(t)
      await signIn(page, stack, 'operator')
      await page.goto(place)
      await page
        .getByRole('region', { name: 'What each asset does' })
        .getByRole('button', { name: /^battery delivers/ })
        .first()
        .click() // the question begins where the battery delivers
      const ask = page.getByRole('region', { name: 'What if' })
      await ask.getByRole('combobox', { name: /^Asset/ }).selectOption('battery')
      await ask.getByRole('textbox', { name: /^Power/ }).fill('0')
      await ask.getByRole('button').click()
      await page.getByText(/^Holding battery at 0 kW .* costs €/).waitFor()
      const asked = page.url()
      assert.match(asked, /\?with=/)
      await page.reload()
      await page.getByText(/^Holding battery at 0 kW .* costs €/).waitFor()
      await page.getByRole('link', { name: 'The other' }).click()
      await page.getByText(/^The other plan costs .* less/).waitFor()
      await page.getByRole('img', { name: /^battery held at 0 kW/ }).waitFor()

      await page.goto(place)
      await page.getByRole('slider', { name: /Weight of the bad/ }).fill('0.8')
      await page.getByRole('region', { name: 'Risk' }).getByRole('button').click()
      await page.getByRole('row', { name: /CVaR of the scenarios/ }).waitFor()
      await page.getByRole('link', { name: 'The other' }).click()
      await page.getByRole('img', { name: /^Scenarios cost from/ }).waitFor()
      assert.deepEqual(faults, [])
    },
  )

  await t.test('a backtest that an operator starts shows its scores and gives its rows', async (t) => {
    const { page, faults } = await openBrowser(t)
    await signIn(page, stack, 'operator')
    await page.goto(`${stack.urls['web'] ?? ''}/forecasts/backtest?series=demo/load/active_power`)
    await page.getByLabel('Origins').fill('2')
    await page.getByLabel('Model').fill('seasonal-naive')
    await page.getByRole('button', { name: 'Start' }).click()
    const rows = page.getByRole('link', { name: /Rows/ })
    await rows.waitFor({ timeout: 60_000 })
    const [download] = await Promise.all([page.waitForEvent('download'), rows.click()])
    const lines = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\n')
    assert.equal(lines.length, 1 + 2 * 96) // a heading, and two days of quarter-hours
    assert.deepEqual(faults, [])
  })

  await t.test(
    'a viewer reads everything and finds each writing control disabled with the reason; the gateway says 403',
    async (t) => {
      const { page } = await openBrowser(t)
      await signIn(page, stack, 'viewer')
      await page.goto(`${stack.urls['web'] ?? ''}/workflows`)
      const runNow = page.getByRole('button', { name: 'Run now' }).first()
      await runNow.waitFor()
      assert.ok((await runNow.isDisabled()) || (await runNow.getAttribute('aria-disabled')) === 'true')
      const csrf = await page.evaluate(
        async () => ((await (await fetch('/auth/session')).json()) as { csrf: string }).csrf,
      )
      const statusOf = (headers: Record<string, string>): Promise<number> =>
        page.evaluate(
          async (given) =>
            (
              await fetch('/api/scheduler/dags/morning/runs', {
                method: 'POST',
                body: '{}',
                headers: { 'content-type': 'application/json', ...given },
              })
            ).status,
          headers,
        )
      assert.equal(await statusOf({ 'x-ems-csrf': csrf }), 403)
      assert.equal(await statusOf({}), 403)
    },
  )

  await t.test(
    'a forged token is 401, a body over its limit 413, a forecast of an empty series and a plan without prices say what is missing',
    async () => {
      const refused = await call<Problem>(
        stack,
        'GET',
        '/timeseries/series',
        undefined,
        'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiIsInJvbGVzIjpbImFkbWluIl19.',
      )
      assert.deepEqual([refused.status, refused.body.code], [401, 'TOKEN_REFUSED'])
      const large = await call<Problem>(stack, 'POST', '/scheduler/dags', {
        key: 'x',
        name: 'x'.repeat(300_000),
        tasks: [],
      })
      assert.deepEqual([large.status, large.body.code], [413, 'BODY_TOO_LARGE'])

      await call(stack, 'POST', '/timeseries/series', {
        key: 'empty/load',
        meter: 'demo-load',
        name: 'Empty',
        unit: 'kW',
        kind: 'mean',
        stepSeconds: 900,
      })
      const job = await call<JobAccepted>(stack, 'POST', '/forecast/forecasts', { series: ['empty/load'] })
      const run = await finish(stack, job.body.runId)
      assert.equal(run.tasks[0].error?.code, 'NO_HISTORY')
      assert.match(run.tasks[0].error?.message ?? '', /empty\/load/)
      assert.equal(
        (
          await stack.db.query(
            'select from forecast.forecast f join timeseries.series s on s.id = f.series_id where s.key = $1',
            ['empty/load'],
          )
        ).rowCount,
        0,
      )

      await call(stack, 'POST', '/timeseries/series', {
        key: 'empty/price',
        meter: 'demo-market',
        name: 'No price',
        unit: 'EUR/MWh',
        kind: 'mean',
        dataType: 'price',
        stepSeconds: 900,
      })
      const tariff = { importSeries: 'empty/price', exportSeries: 'empty/price' }
      await call(stack, 'POST', '/optimize/sites', {
        key: 'bare',
        name: 'Bare',
        zone: 'Europe/Berlin',
        currency: 'EUR',
        tariff,
      })
      await call(stack, 'POST', '/optimize/sites/bare/assets', {
        key: 'grid',
        name: 'Grid',
        config: { type: 'grid', importLimitKw: 500, exportLimitKw: 0 },
      })
      await call(stack, 'POST', '/optimize/sites/bare/assets', {
        key: 'load',
        name: 'Load',
        config: { type: 'load', series: 'demo/load/active_power' },
      })
      const priceless = await call<Problem>(stack, 'POST', '/optimize/runs', { site: 'bare' })
      assert.deepEqual([priceless.status, priceless.body.code], [422, 'PLAN_WITHOUT_PRICES'])
      assert.equal(
        (
          await stack.db.query('select from optimize.run r join optimize.site s on s.id = r.site_id where s.key = $1', [
            'bare',
          ])
        ).rowCount,
        0,
      )

      const cycle = await call<Problem>(stack, 'POST', '/scheduler/dags', {
        key: 'c',
        name: 'C',
        tasks: [
          { key: 'a', kind: 'import', needs: ['b'], input: { file: 'x' } },
          { key: 'b', kind: 'import', needs: ['a'], input: { file: 'x' } },
        ],
      })
      assert.deepEqual([cycle.status, cycle.body.code], [422, 'CYCLE'])
    },
  )
})
