import { expect, test } from 'vitest';
import { networkOf, siteOf } from './network.js';

// Computed with Python's ipaddress.ip_network(f'{address}/64', strict=False), and /56.
test.each([
  ['192.0.2.1', '192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1', '192.0.2.1'],
  ['2001:db8::1', '2001:db8:0:0::/64', '2001:db8:0:0::/56'],
  ['2001:DB8:0:0:1:2:3:4', '2001:db8:0:0::/64', '2001:db8:0:0::/56'],
  ['2001:0db8:0001::', '2001:db8:1:0::/64', '2001:db8:1:0::/56'],
  ['2001:db8:1:23ff::1', '2001:db8:1:23ff::/64', '2001:db8:1:2300::/56'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64', 'fe80:0:0:0::/56'],
  ['::1', '0:0:0:0::/64', '0:0:0:0::/56'],
])('the network of %s is %s, its site %s', (given, network, site) => {
  expect(networkOf(given)).toBe(network);
  expect(siteOf(given)).toBe(site);
});

// RFC 4291, 2.5.5.2; RFC 6052, 2.4 for the address of NAT64: 192.0.2.33 is c0 00 02 21.
test.each([
  ['::ffff:c000:221', '192.0.2.33'],
  ['0:0:0:0:0:FFFF:192.0.2.33', '192.0.2.33'],
  ['64:ff9b::192.0.2.33', '192.0.2.33'],
  ['64:ff9b::c000:221', '192.0.2.33'],
])('%s is a client of its own, not one with all that have IPv4', (given, ipv4) => {
  expect(networkOf(given)).toBe(ipv4);
  expect(siteOf(given)).toBe(ipv4);
});

test.each([
  ['192.0.2.1:49152', '192.0.2.1'],
  ['[2001:db8::1]:49152', '2001:db8:0:0::/64'],
  ['[2001:db8::1]', '2001:db8:0:0::/64'],
])('the port of %s makes no other client of it', (given, network) => {
  expect(networkOf(given)).toBe(network);
});

test('what is no address is told apart from others, in a form that every store keeps', () => {
  const names = ['unix', '', 'a:b', 'x'.repeat(5_000), 'x'.repeat(5_001), 'with\0nul', '\ud800', '::1::2'];
  const kept = names.map(networkOf);
  expect(new Set(kept).size).toBe(names.length);
  for (const name of kept) expect(name).toMatch(/^[\x21-\x7e]{1,100}$/);
});
