import type { Problem } from '@omarino/contracts'

/** What the API answered when it refused, in its own words; `status` 0 when it could not be reached. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly requestId: string | null
  readonly fields: NonNullable<Problem['errors']>
  constructor(status: number, problem: Partial<Problem>) {
    super(problem.detail ?? problem.title ?? `status ${status}`)
    this.status = status
    this.code = problem.code ?? 'UNKNOWN'
    this.requestId = problem.requestId ?? null
    this.fields = problem.errors ?? []
  }
}

export interface Api {
  readonly get: <T>(path: string, signal?: AbortSignal) => Promise<T>
  readonly send: <T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body: unknown) => Promise<T>
  readonly upload: <T>(
    path: string,
    file: File,
    onProgress: (sentBytes: number) => void,
    signal: AbortSignal,
  ) => Promise<T>
}
export interface ApiOptions {
  /** Token that proves that a change was asked for by this page. */
  readonly csrf: string
  /** Told when the session has ended. */
  readonly onSignedOut: () => void
}

/** The API behind the gateway; paths are those of the policy table, such as `/timeseries/series`. */
export function createApi({ csrf, onSignedOut }: ApiOptions): Api {
  const fail = (status: number, text: string): ApiError => {
    if (status === 401) onSignedOut()
    return new ApiError(status, problemOf(text))
  }
  const call = async <T>(path: string, init: RequestInit): Promise<T> => {
    const reply = await reach(`/api${path}`, init)
    const text = await reply.text()
    if (!reply.ok) throw fail(reply.status, text)
    return (text === '' ? null : JSON.parse(text)) as T
  }
  return {
    get: (path, signal) => call(path, { headers: { accept: 'application/json' }, ...(signal && { signal }) }),
    send: (method, path, body) =>
      call(path, {
        method,
        headers: { 'content-type': 'application/json', 'x-ems-csrf': csrf },
        body: JSON.stringify(body),
      }),
    upload: (path, file, onProgress, signal) => uploadFile(path, file, { csrf, onProgress, signal, fail }),
  }
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { credentials: 'same-origin', ...init })
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError(0, { code: 'UNREACHABLE', detail: cause instanceof Error ? cause.message : 'unreachable' })
  }
}

function problemOf(text: string): Partial<Problem> {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null ? parsed : {}
  } catch {
    return {} // a proxy in between answers in HTML; its page is no message for people
  }
}

interface UploadOptions {
  readonly csrf: string
  readonly signal: AbortSignal
  readonly onProgress: (sentBytes: number) => void
  readonly fail: (status: number, text: string) => ApiError
}

/** `fetch` cannot tell how much it has sent, XMLHttpRequest can. */
function uploadFile<T>(path: string, file: File, { csrf, signal, onProgress, fail }: UploadOptions): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api${path}`)
    request.setRequestHeader('content-type', contentTypeOf(file.name))
    request.setRequestHeader('x-ems-csrf', csrf)
    request.upload.onprogress = (event) => onProgress(event.loaded)
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as T)
      else reject(fail(request.status, request.responseText))
    }
    request.onerror = () => reject(new ApiError(0, { code: 'UNREACHABLE', detail: 'unreachable' }))
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'))
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}

export const contentTypeOf = (fileName: string): string => (/\.gz$/i.test(fileName) ? 'application/gzip' : 'text/csv')
