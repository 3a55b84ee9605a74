import { hash } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';

const groupBits = 16;

/** What one client controls: an IPv4 address, or the /64 network of an IPv6 address. */
export function networkOf(address: string): string {
  return prefixOf(address, 64);
}

/** What one site controls: an IPv4 address, or the /56 network of an IPv6 address, which RFC 6177 gives to a home. */
export function siteOf(address: string): string {
  return prefixOf(address, 56);
}

function prefixOf(given: string, bits: number): string {
  const address = withoutPort(given);
  if (isIPv4(address)) return address;
  if (!isIPv6(address)) return nameOf(address);
  const all = groupsOf(address);
  const ipv4 = carriedIpv4(all);
  if (ipv4 !== null) return ipv4;
  const groups = all.slice(0, Math.ceil(bits / groupBits));
  const spare = groups.length * groupBits - bits;
  const kept = groups.map((group, index) => (index < groups.length - 1 ? group : (group >> spare) << spare));
  return `${kept.map((group) => group.toString(16)).join(':')}::/${bits}`;
}

/** Some proxies tell the port too, which every connection has anew: `192.0.2.1:80`, `[2001:db8::1]:80`. */
function withoutPort(address: string): string {
  return /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address;
}

/** What a host calls its client where it is no address; stores do not keep every text. */
function nameOf(text: string): string {
  return /^[\x21-\x7e]{1,100}$/.test(text) ? text : `name:${hash('sha256', text, 'base64url')}`;
}

/** The eight groups of an IPv6 address (RFC 4291, 2.2), `::` filled up. */
function groupsOf(address: string): readonly number[] {
  const [plain = ''] = address.split('%', 1);
  const hexadecimal = plain.replace(
    /(\d+)\.(\d+)\.(\d+)\.(\d+)$/,
    (_, ...bytes: string[]) => `${hexGroup(bytes[0], bytes[1])}:${hexGroup(bytes[2], bytes[3])}`,
  );
  const [head = '', tail] = hexadecimal.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array.from({ length: zeros }, () => '0'), ...right];
  return groups.map((group) => Number.parseInt(group, 16));
}

function hexGroup(high: string | undefined, low: string | undefined): string {
  return (Number(high) * 256 + Number(low)).toString(16);
}

/** First six groups of addresses that stand for IPv4 clients: mapped ones (RFC 4291, 2.5.5.2), and NAT64 (RFC 6052, 2.1). */
const ipv4Prefixes: ReadonlySet<string> = new Set(['0:0:0:0:0:ffff', '64:ff9b:0:0:0:0']);

/** Taken as a network, all IPv4 clients behind one of these would be one client. */
function carriedIpv4(groups: readonly number[]): string | null {
  const prefix = groups.slice(0, 6).map((group) => group.toString(16));
  if (!ipv4Prefixes.has(prefix.join(':'))) return null;
  return groups
    .slice(6)
    .flatMap((group) => [group >> 8, group & 0xff])
    .join('.');
}
