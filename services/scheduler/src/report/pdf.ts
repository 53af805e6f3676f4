import { createRequire } from 'node:module'
import path from 'node:path'
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js'
import { planChart } from './chart-svg.ts'
import type { ReportData } from './report-data.ts'
import { reportTables, statusLine, subtitle } from './tables.ts'
import type { ReportTable } from './tables.ts'

const FONT_DIR = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@fontsource/ibm-plex-sans/package.json')),
  'files',
)
const font = (weight: 400 | 600, style: 'normal' | 'italic'): string =>
  path.join(FONT_DIR, `ibm-plex-sans-latin-${weight}-${style}.woff`)
const FONTS = {
  Plex: {
    normal: font(400, 'normal'),
    bold: font(600, 'normal'),
    italics: font(400, 'italic'),
    bolditalics: font(600, 'italic'),
  },
}
const PAGE_WIDTH = 515 // A4 less its margins, points

/** Loaded at the first report: a scheduler that writes none spares its memory. */
async function loadPdfmake() {
  const { default: pdfmake } = await import('pdfmake')
  pdfmake.setFonts(FONTS)
  pdfmake.setUrlAccessPolicy(() => false) // nothing is fetched while a report is made
  pdfmake.setLocalAccessPolicy((file: string) => file.startsWith(FONT_DIR))
  return pdfmake
}

/** The report for printing. The same data give the same bytes: its dates are the plan's, not the clock's. */
export async function reportPdf(data: ReportData): Promise<Buffer> {
  const sentences = (title: string, lines: readonly string[]): Content[] =>
    lines.length === 0
      ? []
      : [
          { text: title, style: 'heading' },
          { ul: [...lines], style: 'small' },
        ]
  const definition: TDocumentDefinitions = {
    pageSize: 'A4',
    pageMargins: [40, 40, 40, 40],
    info: {
      title: data.title,
      creationDate: new Date(data.issueMs),
      modDate: new Date(data.issueMs),
      producer: 'OMARINO EMS',
      creator: 'OMARINO EMS',
    },
    defaultStyle: { font: 'Plex', fontSize: 9, color: '#16181a' },
    styles: { heading: { bold: true, fontSize: 10, margin: [0, 12, 0, 3] }, small: { fontSize: 8, color: '#4b5156' } },
    content: [
      { text: data.title, bold: true, fontSize: 14 },
      { text: subtitle(data), style: 'small', margin: [0, 2, 0, 4] },
      { text: statusLine(data), margin: [0, 0, 0, 8] },
      { svg: planChart(data), width: PAGE_WIDTH },
      ...sentences('Limits that were bent', data.relaxations),
      ...reportTables(data).map(tablePdf),
      ...sentences('Why', data.explanations),
    ],
  }
  const pdfmake = await loadPdfmake()
  return pdfmake.createPdf(definition).getBuffer()
}

/** A heading stays with its table; the tables are short enough never to fill a page. */
function tablePdf({ title, note, head, rows }: ReportTable): Content {
  const isText = title.startsWith('What the plan was made')
  const cells = (row: readonly string[], style: object): Content[] =>
    row.map((cell, i) => ({
      text: cell,
      noWrap: !isText && i > 0,
      alignment: i === 0 || isText ? ('left' as const) : ('right' as const),
      ...style,
    }))
  const widths = head.map((_, i) => (i === 0 ? (isText ? 'auto' : '*') : isText ? '*' : 'auto'))
  const body = [cells(head, { color: '#4b5156' }), ...rows.map((row) => cells(row, {}))]
  const parts: Content[] = [{ text: title, style: 'heading' }]
  if (note !== null) parts.push({ text: note, style: 'small', margin: [0, 0, 0, 3] })
  parts.push({ table: { headerRows: 1, widths, body }, layout: 'lightHorizontalLines', fontSize: 8.5 })
  return { unbreakable: true, stack: parts }
}
