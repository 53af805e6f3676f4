import { planChart } from './chart-svg.ts'
import { escape } from './format.ts'
import type { ReportData } from './report-data.ts'
import { reportTables, statusLine, subtitle } from './tables.ts'
import type { ReportTable } from './tables.ts'

const STYLE = `body{margin:2rem auto;max-width:860px;padding:0 1rem;background:#fff;color:#16181a;font:13px/1.45 "IBM Plex Sans",system-ui,sans-serif;font-variant-numeric:tabular-nums}
h1{font-size:18px;margin:0}h2{font-size:13px;margin:24px 0 4px;border-top:1px solid #16181a;padding-top:6px}p{margin:4px 0;color:#4b5156}.status{color:#16181a}
table{border-collapse:collapse;width:100%}th{font-weight:500;text-align:right;color:#4b5156}td{text-align:right;padding:3px 0 3px 12px;border-top:1px solid #e8e5dc}
th:first-child,td:first-child{text-align:left;padding-left:0}table.text td:last-child,table.text th:last-child{text-align:left}svg{max-width:100%;height:auto;margin-top:12px}li{margin:2px 0}`

/** The report as one page that needs nothing else. */
export function reportHtml(data: ReportData): string {
  const sentences = (title: string, lines: readonly string[]): string =>
    lines.length === 0 ? '' : `<h2>${title}</h2><ul>${lines.map((line) => `<li>${escape(line)}</li>`).join('')}</ul>`
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(data.title)}</title><style>${STYLE}</style></head><body>
<h1>${escape(data.title)}</h1><p>${escape(subtitle(data))}</p><p class="status">${escape(statusLine(data))}</p>
${planChart(data)}
${sentences('Limits that were bent', data.relaxations)}${reportTables(data).map(tableHtml).join('\n')}${sentences('Why', data.explanations)}
</body></html>`
}

function tableHtml({ title, note, head, rows }: ReportTable): string {
  const cells = (tag: 'td' | 'th', row: readonly string[]): string =>
    `<tr>${row.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join('')}</tr>`
  const kind = title.startsWith('What the plan was made') ? ' class="text"' : ''
  return `<h2>${escape(title)}</h2>${note === null ? '' : `<p>${escape(note)}</p>`}<table${kind}><thead>${cells('th', head)}</thead><tbody>${rows.map((row) => cells('td', row)).join('')}</tbody></table>`
}
