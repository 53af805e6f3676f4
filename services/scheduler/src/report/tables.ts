import { lineName, number, percent, siteTime, statusName } from './format.ts'
import type { ReportData } from './report-data.ts'

/** A table of the report: the same rows in HTML and PDF. */
export interface ReportTable {
  readonly title: string
  readonly note: string | null
  readonly head: readonly string[]
  /** First cell is a label; the others stand to the right. */
  readonly rows: readonly (readonly string[])[]
}

/** Every table of the report, in order. */
export const reportTables = (data: ReportData): ReportTable[] => [
  costTable(data),
  comparisonTable(data),
  accuracyTable(data),
  inputTable(data),
]

function costTable(data: ReportData): ReportTable {
  const rows = data.costs.map(({ line, assetId, amount }) => [
    assetId === null ? lineName(line) : `${lineName(line)} (${assetId})`,
    number(amount, 2),
  ])
  return {
    title: 'What the plan costs',
    note: null,
    head: ['Cost line', data.currency],
    rows: [...rows, ['Sum', number(data.objective, 2)]],
  }
}

function comparisonTable(data: ReportData): ReportTable {
  const { settlement } = data
  const against = (cost: number | null | undefined, nothing: number | null | undefined): string =>
    cost === null || cost === undefined || nothing === null || nothing === undefined ? '–' : number(cost - nothing, 2)
  const row = (name: string, forecast: number | null, realised: number | null | undefined): string[] => [
    name,
    number(forecast, 2),
    number(realised, 2),
    against(
      realised ?? forecast,
      realised === null || realised === undefined ? data.costDoingNothing : settlement?.costDoingNothingRealised,
    ),
  ]
  const missing = settlement?.missing ?? []
  return {
    title: 'Against doing nothing',
    note:
      settlement && missing.length === 0
        ? 'With the same energy in the battery at the end. "On what happened" uses measured load and generation.'
        : 'With the same energy in the battery at the end. What happened is not known yet.',
    head: ['', `On the forecast, ${data.currency}`, `On what happened, ${data.currency}`, 'Difference'],
    rows: [
      row('The plan', data.objective, settlement?.costRealised),
      row('Battery idle', data.costDoingNothing, settlement?.costDoingNothingRealised),
      row('Perfect foresight', null, settlement?.costPerfectForesight),
    ],
  }
}

function accuracyTable(data: ReportData): ReportTable {
  const rows = data.accuracy.map((day) => [
    `${day.series}, ${day.date}`,
    day.model ?? day.reason ?? '–',
    day.mae === null ? '–' : `${number(day.mae, 2)} ${day.unit}`,
    percent(day.skill),
    percent(day.coverage80),
  ])
  return {
    title: 'How the forecasts held the day before',
    note: 'Skill: part of the error of "as a week ago" that the forecast saves. Inside the band: share of quarter-hours between p10 and p90; 80 % is meant.',
    head: ['Series and day', 'Model', 'Mean error', 'Skill', 'Inside the band'],
    rows,
  }
}

const inputTable = (data: ReportData): ReportTable => ({
  title: 'What the plan was made from',
  note: null,
  head: ['Input', 'Source'],
  rows: data.inputs.map(({ name, detail }) => [name, detail]),
})

/** The line under the title. */
export const subtitle = (data: ReportData): string =>
  `Issued ${siteTime(data.issueMs, data.zone)}, for ${siteTime(data.startMs, data.zone)} to ${siteTime(data.stepEndsMs.at(-1) ?? data.startMs, data.zone)} (${data.zone}). ${data.source === null ? '' : `Source of the data: ${data.source}. `}Plan ${data.planId}.`

export const statusLine = (data: ReportData): string =>
  `Status: ${statusName(data.status)}. Cost ${number(data.objective, 2)} ${data.currency}, proven bound ${number(data.bound, 2)} ${data.currency}, gap ${data.relativeGap === null ? '–' : percent(data.relativeGap, 3)}.`
