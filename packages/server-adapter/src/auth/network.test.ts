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
