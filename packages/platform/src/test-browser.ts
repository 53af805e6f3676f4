interface Cookie {
  readonly host: string
  readonly name: string
  readonly value: string
  readonly path: string
}

export interface Page {
  readonly status: number
  readonly url: string
  readonly headers: Headers
  readonly text: string
  /** `Set-Cookie` lines of this reply. */
  readonly setCookies: readonly string[]
}

/** What a test signs in with: HTTP with a cookie jar, redirects one by one. Ports share cookies, as in a real browser. */
export interface TestBrowser {
  /** One request, redirects not followed. */
  request(url: string, init?: RequestInit): Promise<Page>
  /** A GET, and every redirect after it while `goOn` says so. */
  follow(url: string, goOn?: (next: string) => boolean): Promise<Page>
  /** Posts a form and follows the redirects. */
  submit(url: string, fields: Readonly<Record<string, string>>, goOn?: (next: string) => boolean): Promise<Page>
  cookie(name: string): string | undefined
  setCookie(url: string, name: string, value: string): void
}

const MAX_REDIRECTS = 20

function readCookie(line: string, url: URL): { cookie: Cookie; gone: boolean } {
  const [pair, ...attributes] = line.split('; ')
  const at = pair.indexOf('=')
  const attribute = (name: string): string | undefined =>
    attributes.find((one) => one.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1)
  const expires = attribute('expires')
  const gone = attribute('max-age') === '0' || (expires !== undefined && new Date(expires).getTime() <= Date.now())
  return { cookie: { host: url.hostname, name: pair.slice(0, at), value: pair.slice(at + 1), path: attribute('path') ?? '/' }, gone } // prettier-ignore
}

export function testBrowser(): TestBrowser {
  let jar: Cookie[] = []
  const put = (cookie: Cookie): void => {
    jar = jar.filter(({ host, name, path }) => !(host === cookie.host && name === cookie.name && path === cookie.path))
    jar.push(cookie)
  }
  const request: TestBrowser['request'] = async (target, init = {}) => {
    const url = new URL(target)
    const sent = jar.filter(({ host, path }) => host === url.hostname && `${url.pathname}/`.startsWith(path))
    const headers = new Headers(init.headers)
    if (sent.length > 0) headers.set('cookie', sent.map(({ name, value }) => `${name}=${value}`).join('; '))
    const reply = await fetch(url, { ...init, headers, redirect: 'manual' })
    const setCookies = reply.headers.getSetCookie()
    for (const line of setCookies) {
      const { cookie, gone } = readCookie(line, url)
      put(cookie)
      if (gone) jar.pop()
    }
    return { status: reply.status, url: url.href, headers: reply.headers, text: await reply.text(), setCookies }
  }
  const walk = async (first: Page, goOn: (next: string) => boolean = () => true): Promise<Page> => {
    let page = first
    for (let n = 0; n < MAX_REDIRECTS; n++) {
      const location = page.status >= 300 && page.status < 400 ? page.headers.get('location') : null
      const next = location === null ? undefined : new URL(location, page.url).href
      if (next === undefined || !goOn(next)) return page
      page = await request(next)
    }
    throw new Error(`more than ${MAX_REDIRECTS} redirects, the last to ${page.url}`)
  }
  return {
    request,
    follow: async (url, goOn) => walk(await request(url), goOn),
    submit: async (url, fields, goOn) =>
      walk(await request(url, { method: 'POST', body: new URLSearchParams(fields) }), goOn),
    cookie: (name) => jar.find((cookie) => cookie.name === name)?.value,
    setCookie: (url, name, value) => put({ host: new URL(url).hostname, name, value, path: '/' }),
  }
}
