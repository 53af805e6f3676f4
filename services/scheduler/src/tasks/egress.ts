import { Failure } from '@omarino/energy'
import dns from 'node:dns'
import net from 'node:net'
import type { LookupFunction } from 'node:net'

// Two lists: in one, the mapped addresses (::ffff:0:0/96) would stand for every IPv4 address there is.
const BLOCKED = { ipv4: new net.BlockList(), ipv6: new net.BlockList() }
for (const [address, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  BLOCKED.ipv4.addSubnet(address, prefix, 'ipv4')
}
for (const [address, prefix] of [
  ['::', 127],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  BLOCKED.ipv6.addSubnet(address, prefix, 'ipv6')

/** True for loopback, link-local, private and multicast addresses, and for IPv6 ones that stand for an IPv4 one. */
export function isInner(address: string): boolean {
  const family = net.isIPv6(address) ? 'ipv6' : 'ipv4'
  return BLOCKED[family].check(address, family)
}

const forbidden = (origin: string, why: string): Failure =>
  new Failure('invalid', 'EGRESS_FORBIDDEN', `${origin} may not be called: ${why}`)
const innerHost = (host: string): Failure =>
  forbidden(host, 'it is an inner address; EMS_EGRESS_ALLOW must list it as host:port')

/** Finds the addresses of a host as the socket asks for them, and refuses inner ones: a name may answer anew at each question. */
export const publicLookup: LookupFunction = (host, options, done) => {
  dns.lookup(host, { ...options, all: true }, (error, found) => {
    if (error) return done(error, [])
    if (found.some(({ address }) => isInner(address))) return done(innerHost(host), [])
    if (options.all) return done(null, found)
    return done(null, found[0].address, found[0].family)
  })
}

/**
 * Lets a webhook go out only to public addresses, or to a `host:port` that the operator of this system listed.
 * @returns how the call finds the address of its host; undefined when it is listed and may be any
 * @throws Failure `EGRESS_FORBIDDEN`
 */
export function demandAllowed(url: string, allowed: readonly string[]): LookupFunction | undefined {
  const { protocol, hostname, port, username, password, origin } = new URL(url)
  if (protocol !== 'http:' && protocol !== 'https:') throw forbidden(protocol, 'only http and https are called')
  if (username || password) throw forbidden(origin, 'a URL with a user or a password in it is kept in logs')
  const host = hostname.replace(/^\[|\]$/g, '')
  if (allowed.includes(`${host}:${port || (protocol === 'https:' ? '443' : '80')}`)) return undefined
  if (net.isIP(host) !== 0 && isInner(host)) throw innerHost(host) // the socket asks for names only
  return publicLookup
}
