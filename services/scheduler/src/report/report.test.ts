import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { planChart } from './chart-svg.ts'
import { reportHtml } from './html.ts'
import { reportPdf } from './pdf.ts'
import type { ReportData } from './report-data.ts'
import { SAMPLE } from './sample-report.ts'
import { reportTables } from './tables.ts'

const HOSTILE = `<script>alert("x")</script>&'`
const hostile: ReportData = {
  ...SAMPLE, title: HOSTILE, siteName: HOSTILE, currency: HOSTILE, source: HOSTILE, status: HOSTILE,
  costs: [{ line: HOSTILE, assetId: HOSTILE, amount: 1 }], explanations: [HOSTILE], relaxations: [HOSTILE],
  inputs: [{ name: HOSTILE, detail: HOSTILE }], accuracy: [{ ...SAMPLE.accuracy[0], series: HOSTILE, unit: HOSTILE, model: HOSTILE }],
} // prettier-ignore

/** What a reader of the printed report finds, as poppler reads it. */
function textOf(pdf: Buffer): string {
  const { stdout, status, error } = spawnSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' })
  assert.equal(status, 0, error?.message ?? 'pdftotext failed')
  return stdout
}

/** Every number that the tables and the status line of the sample hold. */
const NUMBERS = [
  '1,234.56',
  '1,234.50',
  '1,300.00',
  '−70.44',
  '5.00',
  '1,300.06',
  '−65.50',
  '1.25 kW',
  '40 %',
  '78 %',
  '0.005 %',
]

test('the page holds every number, its chart, and nothing that must be fetched or run', () => {
  const html = reportHtml(SAMPLE)
  for (const text of [...NUMBERS, 'Day-ahead plan of Demo, 2026-03-01', '1 Mar 2026 12:00', 'optimal, proven', 'Source of the data: demo', 'no forecast was made before that day'])
    assert.ok(html.includes(text), text)
  assert.match(html, /<svg [^>]*role="img" aria-label="[^"]+"/)
  assert.doesNotMatch(html, /<script|<link|<img|@import|url\(|\son\w+=/)
  assert.doesNotMatch(html, /NaN|undefined|null|Infinity/)
}) // prettier-ignore

test('names that are markup stand on the page as text, in tables, chart and title alike', () => {
  const html = reportHtml(hostile)
  assert.doesNotMatch(html, /<script|alert\("x"\)/)
  assert.match(html, /&lt;script&gt;alert\(&quot;x&quot;\)&lt;\/script&gt;&amp;/)
})

test('the same data give the same bytes of the printed report, and other data others', async () => {
  const [one, two, other] = [await reportPdf(SAMPLE), await reportPdf(SAMPLE), await reportPdf({ ...SAMPLE, objective: 1 })]
  assert.ok(one.equals(two))
  assert.ok(!one.equals(other))
  assert.equal(one.subarray(0, 5).toString(), '%PDF-')
}) // prettier-ignore

test('the printed report holds every number of the page', async () => {
  const text = textOf(await reportPdf(SAMPLE))
  for (const wanted of [...NUMBERS, 'Day-ahead plan of Demo', 'What the plan costs', 'Against doing nothing', 'The battery charges at the lowest price.'])
    assert.ok(text.includes(wanted), `${wanted} is not in\n${text}`)
}) // prettier-ignore

test('hostile names neither break the printed report nor vanish from it', async () => {
  assert.match(textOf(await reportPdf(hostile)), /<script>alert/)
})

test('cost lines are followed by their sum, which is the objective', () => {
  const [costs] = reportTables(SAMPLE)
  assert.deepEqual(costs.rows, [
    ['Energy from the grid (grid)', '1,300.00'],
    ['Energy to the grid (grid)', '−70.44'],
    ['Battery wear (battery)', '5.00'],
    ['Sum', '1,234.56'], // 1300 − 70.44 + 5
  ])
})

test('against doing nothing: on the forecast while what happened is unknown, on what happened once it is', () => {
  const [, before] = reportTables(SAMPLE)
  assert.deepEqual(before.rows, [
    ['The plan', '1,234.56', '–', '−65.50'], // 1234.56 − 1300.06
    ['Battery idle', '1,300.06', '–', '0.00'],
    ['Perfect foresight', '–', '–', '–'],
  ])
  const settlement = { costRealised: 1250, costDoingNothingRealised: 1320, costPerfectForesight: 1200, settledAt: null, missing: [] } // prettier-ignore
  const [, after] = reportTables({ ...SAMPLE, settlement })
  assert.deepEqual(after.rows, [
    ['The plan', '1,234.56', '1,250.00', '−70.00'], // 1250 − 1320
    ['Battery idle', '1,300.06', '1,320.00', '0.00'],
    ['Perfect foresight', '–', '1,200.00', '−120.00'],
  ])
})

test('limits that were bent are told before the tables, and a report without any says nothing of them', () => {
  assert.doesNotMatch(reportHtml(SAMPLE), /Limits that were bent/)
  const html = reportHtml({ ...SAMPLE, relaxations: ['The import limit was passed by 2 kW.'] })
  assert.ok(html.indexOf('The import limit was passed by 2 kW.') < html.indexOf('<table'))
})

test('the chart of a site without battery and prices is drawn all the same, without invented lines', () => {
  const svg = planChart({ ...SAMPLE, soc: [], power: SAMPLE.power.slice(3), importPricePerKwh: [NaN, NaN, NaN, NaN], exportPricePerKwh: [NaN, NaN, NaN, NaN] }) // prettier-ignore
  assert.doesNotMatch(svg, /NaN|undefined|Infinity/)
  assert.doesNotMatch(svg, /State of charge, %/)
})
