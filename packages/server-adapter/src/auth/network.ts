const mappedIpv4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const groupBits = 16;

/** What one client controls: an IPv4 address, or the /64 network of an IPv6 address. */
export function networkOf(address: string): string {
  return prefixOf(address, 64);
}

/** What one site controls: an IPv4 address, or the /56 network of an IPv6 address, which RFC 6177 gives to a home. */
export function siteOf(address: string): string {
  return prefixOf(address, 56);
}

function prefixOf(address: string, bits: number): string {
  const ipv4 = mappedIpv4.exec(address)?.[1];
  if (ipv4 !== undefined) return ipv4;
  if (!address.includes(':')) return address;
  const groups = groupsOf(address).slice(0, Math.ceil(bits / groupBits));
  const spare = groups.length * groupBits - bits;
  const kept = groups.map((group, index) => (index < groups.length - 1 ? group : (group >> spare) << spare));
  return `${kept.map((group) => group.toString(16)).join(':')}::/${bits}`;
}

/** The eight groups of an IPv6 address (RFC 4291, 2.2), `::` filled up. */
function groupsOf(address: string): readonly number[] {
  const [head = '', tail] = address.toLowerCase().split('%', 1)[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array.from({ length: zeros }, () => '0'), ...right];
  return groups.map((group) => Number.parseInt(group, 16));
}
