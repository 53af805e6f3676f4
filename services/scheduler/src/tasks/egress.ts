import { Failure } from '@omarino/energy'
import { lookup } from 'node:dns/promises'
import net from 'node:net'

const BLOCKED = new net.BlockList()
for (const [address, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['224.0.0.0', 3],
] as const) {
  BLOCKED.addSubnet(address, prefix, 'ipv4')
}
for (const [address, prefix] of [
  ['::', 127],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  BLOCKED.addSubnet(address, prefix, 'ipv6')

/** True for loopback, link-local, private and multicast addresses. */
export const isInner = (address: string): boolean => BLOCKED.check(address, net.isIPv6(address) ? 'ipv6' : 'ipv4')

/**
 * Lets a webhook go out only to public addresses, or to a `host:port` that the operator of this system listed.
 * @throws Failure `EGRESS_FORBIDDEN`
 */
export async function demandAllowed(url: string, allowed: readonly string[]): Promise<void> {
  const { protocol, hostname, port } = new URL(url)
  if (protocol !== 'http:' && protocol !== 'https:') throw forbidden(url, 'only http and https are called')
  const host = hostname.replace(/^\[|\]$/g, '')
  if (allowed.includes(`${host}:${port || (protocol === 'https:' ? '443' : '80')}`)) return
  const found = await lookup(host, { all: true }).catch(() => {
    throw new Failure('unavailable', 'HOST_UNKNOWN', `the host ${host} cannot be found`)
  })
  if (found.some(({ address }) => isInner(address)))
    throw forbidden(url, `${host} is an inner address; EMS_EGRESS_ALLOW must list it`)
}

const forbidden = (url: string, why: string): Failure =>
  new Failure('invalid', 'EGRESS_FORBIDDEN', `${new URL(url).origin} may not be called: ${why}`)
