import { createHmac, timingSafeEqual } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** A webhook as it arrived: whether its signature and age are right, and what it said. */
export interface ReceivedWebhook {
  readonly valid: boolean
  readonly eventId: string
  readonly body: unknown
}

export interface WebhookListener {
  readonly port: number
  readonly url: string
  readonly received: readonly ReceivedWebhook[]
  close(): Promise<void>
}

const MAX_BYTES = 64 * 1024
const MAX_AGE_S = 300

function isValid(secret: string, timestamp: string, signature: string, body: string): boolean {
  const expected = Buffer.from(`v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`)
  const given = Buffer.from(signature)
  const young = /^\d{1,12}$/.test(timestamp) && Math.abs(Date.now() / 1000 - +timestamp) <= MAX_AGE_S
  return young && given.length === expected.length && timingSafeEqual(given, expected)
}

/** The other system that the workflow tells: a real listener that checks the signature. */
export async function listenForWebhooks(secret: string): Promise<WebhookListener> {
  const received: ReceivedWebhook[] = []
  const server = http.createServer((request, reply) => {
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > MAX_BYTES) request.destroy()
      else chunks.push(chunk)
    })
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      const header = (name: string): string => String(request.headers[name] ?? '')
      const valid = isValid(secret, header('x-ems-timestamp'), header('x-ems-signature'), body)
      received.push({ valid, eventId: header('x-ems-event-id'), body: valid ? (JSON.parse(body) as unknown) : null })
      reply.writeHead(valid ? 204 : 401).end()
    })
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}/webhook`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
