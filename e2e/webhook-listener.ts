import { createHmac } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'

export interface Received {
  readonly eventId: string
  readonly signatureIsRight: boolean
  readonly body: { readonly data: { readonly plan: { readonly runId: string }; readonly report: string } }
}

/** A real listener that keeps what arrives and checks each signature on its own. */
export async function listen(
  t: Pick<TestContext, 'after'>,
): Promise<{ port: number; received: Received[]; setSecret(secret: string): void }> {
  const received: Received[] = []
  let secret = ''
  const server = http.createServer((request, reply) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')))
    request.on('end', () => {
      const expected = `v1=${createHmac('sha256', secret)
        .update(`${String(request.headers['x-ems-timestamp'])}.${text}`)
        .digest('hex')}`
      received.push({
        eventId: String(request.headers['x-ems-event-id']),
        signatureIsRight: request.headers['x-ems-signature'] === expected,
        body: JSON.parse(text) as Received['body'],
      })
      reply.writeHead(204).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, received, setSecret: (value) => (secret = value) }
}
