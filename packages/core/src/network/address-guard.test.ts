import { describe, expect, test } from 'vitest';
import { TitansError } from '../errors/titans-error.js';
import { localServer, sendJson } from '../testing/local-server.js';
import {
  guardedLookup,
  isPublicAddress,
  type ResolvedAddress,
  requirePermittedUrl,
} from './address-guard.js';
import { guardedFetch } from './guarded-fetch.js';

describe('addresses that are not public', () => {
  // From the IANA special-purpose registries (RFC 6890 and its updates), and the ways to write IPv4 inside IPv6.
  test.each([
    ['this host', '0.0.0.0'],
    ['this network', '0.1.2.3'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['shared by carriers', '100.64.0.1'],
    ['shared by carriers', '100.127.255.254'],
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['metadata of clouds', '169.254.169.254'],
    ['protocol assignments', '192.0.0.170'],
    ['documentation', '192.0.2.1'],
    ['AS112', '192.31.196.1'],
    ['AMT', '192.52.193.1'],
    ['6to4 relay', '192.88.99.1'],
    ['AS112', '192.175.48.1'],
    ['benchmarks', '198.18.0.1'],
    ['benchmarks', '198.19.255.255'],
    ['documentation', '198.51.100.7'],
    ['documentation', '203.0.113.9'],
    ['multicast', '224.0.0.1'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['unspecified', '::'],
    ['loopback', '::1'],
    ['loopback', '0:0:0:0:0:0:0:1'],
    ['IPv4-compatible', '::127.0.0.1'],
    ['IPv4-compatible', '::a00:1'],
    ['IPv4-mapped', '::ffff:127.0.0.1'],
    ['IPv4-mapped', '::ffff:a9fe:a9fe'],
    ['IPv4-translated', '::ffff:0:7f00:1'],
    ['NAT64', '64:ff9b::10.0.0.1'],
    ['NAT64', '64:ff9b::a00:1'],
    ['NAT64 of a network', '64:ff9b:1::a00:1'],
    ['discard', '100::1'],
    ['Teredo', '2001:0:a00:1::1'],
    ['ORCHID', '2001:20::1'],
    ['documentation', '2001:db8::1'],
    ['documentation', '3fff::1'],
    ['6to4', '2002:7f00:1::'],
    ['6to4', '2002:a00:1::1'],
    ['unique local', 'fc00::1'],
    ['unique local', 'fd12:3456:789a::1'],
    ['link-local', 'fe80::1'],
    ['site-local', 'fec0::1'],
    ['multicast', 'ff02::1'],
    ['segment routing', '5f00::1'],
    ['no address', 'example.com'],
    ['no address', ''],
  ])('%s: %s', (_, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

test.each([
  '1.1.1.1',
  '8.8.8.8',
  '172.15.255.255',
  '172.32.0.1',
  '100.63.255.255',
  '100.128.0.1',
  '198.17.255.255',
  '198.20.0.1',
  '2606:4700:4700::1111',
  '2a00:1450:4001:80b::200e',
  '::ffff:8.8.8.8',
])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

describe('ways to write a private address', () => {
  const policy = { allowPrivateAddresses: false };
  test.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://0x7f.0x0.0x0.0x1/',
    'http://127.0.0.1./',
    'http://%31%32%37.0.0.1/',
    'http://１２７.０.０.１/',
    'http://①②⑦.0.0.1/',
    'http://0/',
    'http://[::1]/',
    'http://[::]/',
    'http://[0:0:0:0:0:ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00:ec2::254]/',
    'file:///etc/passwd',
    'ftp://example.com/',
    'gopher://127.0.0.1:11211/',
    'http://user:secret@example.com/',
  ])('%s is refused', (url) => {
    expect(() => requirePermittedUrl(new URL(url), policy)).toThrowError(
      expect.objectContaining({ code: 'SOURCE_FORBIDDEN' }),
    );
  });

  test('an error names no password', () => {
    try {
      requirePermittedUrl(new URL('http://user:secret@example.com/'), policy);
      expect.unreachable();
    } catch (error) {
      expect(JSON.stringify(error)).not.toContain('secret');
    }
  });

  test('names of this machine are refused when they are resolved', async () => {
    await using server = await localServer((_, response) => sendJson(response, {}));
    const { fetch, close } = guardedFetch({ ...unlimited, allowPrivateAddresses: false });
    for (const host of ['localhost', 'localhost.']) {
      const request = new Request(`http://${host}:${server.port}/`);
      await expect(fetch(request)).rejects.toMatchObject({ code: 'SOURCE_FORBIDDEN' });
    }
    close();
    expect(server.asked).toEqual([]);
  });
});

describe('names', () => {
  function lookedUp(addresses: readonly ResolvedAddress[], all: boolean): Promise<unknown> {
    const lookup = guardedLookup({ allowPrivateAddresses: false, resolve: async () => addresses });
    return new Promise((resolve, reject) => {
      lookup('host.example', { all }, (error, address) => (error ? reject(error) : resolve(address)));
    });
  }

  const inside = { address: '10.0.0.1', family: 4 };
  const outside = { address: '8.8.8.8', family: 4 };

  test('every address is looked at, not the first alone', async () => {
    for (const all of [true, false]) {
      await expect(lookedUp([outside, inside], all)).rejects.toBeInstanceOf(TitansError);
      await expect(lookedUp([], all)).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
    }
    expect(await lookedUp([outside], true)).toEqual([outside]);
    expect(await lookedUp([outside], false)).toBe('8.8.8.8');
  });

  test('the address that was checked is the one connected to, even if the name changes its meaning', async () => {
    await using server = await localServer((_, response) => sendJson(response, { here: true }));
    // The first answer is this server, every later one is another machine: a second resolution would be seen.
    let asked = 0;
    const resolve = async (): Promise<readonly ResolvedAddress[]> => [
      { address: asked++ === 0 ? '127.0.0.1' : '192.0.2.1', family: 4 },
    ];
    const { fetch, close } = guardedFetch({ ...unlimited, allowPrivateAddresses: true, resolve });
    const response = await fetch(new Request(`http://rebinding.example:${server.port}/`));
    expect(await response.json()).toEqual({ here: true });
    expect(asked).toBe(1);
    close();
  });

  test('a name that turns private is refused at its next connection', async () => {
    await using server = await localServer((_, response) => sendJson(response, {}));
    const resolve = async (): Promise<readonly ResolvedAddress[]> => [{ address: '127.0.0.1', family: 4 }];
    const { fetch, close } = guardedFetch({ ...unlimited, allowPrivateAddresses: false, resolve });
    await expect(fetch(new Request(`http://rebinding.example:${server.port}/`))).rejects.toMatchObject({
      code: 'SOURCE_FORBIDDEN',
    });
    close();
    expect(server.asked).toEqual([]);
  });
});

const unlimited = {
  name: 'test',
  mostBytes: 1_000_000,
  isWhole: true,
  redirects: 'origin',
  idleTimeoutMs: 5_000,
} as const;
