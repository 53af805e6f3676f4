interface Operation {
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly required?: boolean
    readonly schema?: unknown
  }[]
  readonly requestBody?: unknown
  readonly responses?: Readonly<Record<string, unknown>>
  readonly 'x-access'?: string
}
interface Document {
  readonly info: { readonly title: string; readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> }
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
const json = (value: unknown): string => `<pre>${escape(JSON.stringify(value, null, 2))}</pre>`
const STYLE = `body{font:14px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#16181a;background:#f4f3ee}
h2{border-top:1px solid #16181a;padding-top:.5rem;font-size:1rem}code,pre{font-family:ui-monospace,monospace;font-size:12px}
pre{overflow:auto;background:#fbfaf7;padding:.5rem}summary{cursor:pointer}.access{color:#4b5156}`

/** The interface as one plain page, made from the OpenAPI document: no script, nothing from elsewhere. */
export function renderDocs(text: string): string {
  const document = JSON.parse(text) as Document
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => renderOperation(method, path, operation)),
  )
  const schemas = Object.entries(document.components?.schemas ?? {}).map(
    ([name, schema]) => `<details><summary><code>${escape(name)}</code></summary>${json(schema)}</details>`,
  )
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(document.info.title)}</title><style>${STYLE}</style></head><body>
<h1>${escape(document.info.title)} ${escape(document.info.version)}</h1><p>The same as <a href="/openapi.json">openapi.json</a>. Every path also exists under /v1.</p>
${operations.join('\n')}<h2>Schemas</h2>${schemas.join('\n')}</body></html>`
}

function renderOperation(method: string, path: string, operation: Operation): string {
  const parameters = (operation.parameters ?? []).map(
    (one) => `<li><code>${escape(one.name)}</code> in ${escape(one.in)}${one.required ? ', required' : ''}</li>`,
  )
  const body =
    operation.requestBody === undefined
      ? ''
      : `<details><summary>Body</summary>${json(operation.requestBody)}</details>`
  const replies = Object.entries(operation.responses ?? {}).map(
    ([status, reply]) => `<details><summary>${escape(status)}</summary>${json(reply)}</details>`,
  )
  return `<section><h2><code>${escape(method.toUpperCase())} ${escape(path)}</code> <span class="access">${escape(operation['x-access'] ?? '')}</span></h2>
<ul>${parameters.join('')}</ul>${body}${replies.join('')}</section>`
}
