import { createHash } from 'node:crypto'

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const STYLE = `
:root{color-scheme:light dark;--ground:#f4f3ee;--panel:#fbfaf7;--ink:#16181a;--ink2:#4b5156;--rule:#d8d5cb;--accent:#0b5d6b;--crit:#b3261e}
@media(prefers-color-scheme:dark){:root{--ground:#0e1113;--panel:#14181b;--ink:#e6e4dd;--ink2:#a9aeb1;--rule:#2b3136;--accent:#5fb8c6;--crit:#f0736a}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--ground);color:var(--ink);font:15px/1.4 "IBM Plex Sans",system-ui,sans-serif}
main{width:min(22rem,calc(100vw - 2rem));background:var(--panel);border-top:1px solid var(--ink);padding:24px}
h1{font-size:18px;font-weight:600;margin:0 0 4px}p{margin:0 0 16px;color:var(--ink2)}label{display:block;font-size:13px;color:var(--ink2);margin:12px 0 4px}
input{width:100%;padding:8px;border:1px solid var(--rule);border-radius:2px;background:var(--ground);color:var(--ink);font:inherit}
button,a.button{display:block;width:100%;text-align:center;margin-top:20px;padding:9px;border:0;border-radius:2px;background:var(--accent);color:var(--panel);font:inherit;font-weight:500;cursor:pointer;text-decoration:none}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}.fault{color:var(--crit);margin:12px 0 0}`

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
const cspOf = (script?: string): string =>
  `default-src 'none'; style-src ${hashOf(STYLE)}; ${script ? `script-src ${hashOf(script)}; ` : ''}frame-ancestors 'none'; base-uri 'none'`

export interface Page {
  readonly html: string
  readonly csp: string
}

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escape(title)}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`

/** The sign-in form. */
export function signInPage(uid: string, name: string, fault: string | undefined): Page {
  const body = `<h1>OMARINO EMS</h1><p>Sign in with a user of the built-in provider. The passwords stand in the terminal that started the system.</p>
<form method="post" action="/interaction/${escape(uid)}"><label for="name">User</label>
<input id="name" name="name" autocomplete="username" required maxlength="100" value="${escape(name)}" ${name ? '' : 'autofocus'}>
<label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200" ${name ? 'autofocus' : ''}>
${fault === undefined ? '' : `<p class="fault" role="alert">${escape(fault)}</p>`}<button type="submit">Sign in</button></form>`
  return { html: page('Sign in', body), csp: cspOf() }
}

const SUBMIT = 'document.forms[0].submit()'

/** Ends the provider's session: the form submits itself, with a button for browsers without script. */
export function logoutPage(form: string): Page {
  const body = `<h1>Signing out</h1>${form}<button type="submit" form="op.logoutForm" value="yes" name="logout">Sign out</button><script>${SUBMIT}</script>`
  return {
    html: page('Sign out', body.replace('</form>', '<input type="hidden" name="logout" value="yes"></form>')),
    csp: cspOf(SUBMIT),
  }
}

/** One sentence and the way back to the web application. */
export const messagePage = (message: string, webUrl: string): Page => ({
  html: page(
    'OMARINO EMS',
    `<h1>OMARINO EMS</h1><p role="status">${escape(message)}</p><a class="button" href="${escape(webUrl)}/">Back</a>`,
  ),
  csp: cspOf(),
})
