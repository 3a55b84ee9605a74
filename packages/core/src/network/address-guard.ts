import { lookup as dnsLookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { TitansError } from '../errors/titans-error.js';

/** One address of a host. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Finds all addresses of a host. */
export type ResolveHost = (hostname: string) => Promise<readonly ResolvedAddress[]>;

/** Which addresses may be asked. */
export interface AddressPolicy {
  /** Whether addresses of this machine and of private networks are permitted too. */
  readonly allowPrivateAddresses: boolean;
  /** The resolver of the system unless told. */
  readonly resolve?: ResolveHost;
}

/** Ranges of RFC 6890 and later registrations that `ipaddr.js` takes for public ones. */
const furtherSpecial: readonly (readonly [address: string, bits: number])[] = [
  ['198.18.0.0', 15],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.175.48.0', 24],
  ['100::', 64],
  ['2001::', 23],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
];
const globalUnicast = ipaddr.IPv6.parse('2000::');

/**
 * Whether an address is one of the public Internet: not of this machine, a private network, a link, a carrier, a
 * group, a documentation or a test, and not one that stands for such an IPv4 address.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address.range() !== 'unicast') return false;
  // What is not global unicast today may be anything tomorrow, or an old form such as ::10.0.0.1.
  if (address instanceof ipaddr.IPv6 && !address.match(globalUnicast, 3)) return false;
  return furtherSpecial.every(([base, bits]) => {
    const range = ipaddr.parse(base);
    return range.kind() !== address.kind() || !address.match(range, bits);
  });
}

/**
 * Checks a URL before it is asked for.
 *
 * @throws TitansError `SOURCE_FORBIDDEN` unless it is `http:` or `https:` without a user name, and its host, where it
 * is an address, is permitted. Names are checked by {@link guardedLookup}.
 */
export function requirePermittedUrl(url: URL, policy: AddressPolicy): void {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw forbidden(url, `${url.protocol} is not http: or https:`);
  }
  if (url.username !== '' || url.password !== '') {
    throw forbidden(url, 'a user name or password does not belong into the address: send a header');
  }
  const host = hostOf(url);
  // Names of this machine by definition (RFC 6761, 6.3), whatever a resolver makes of them.
  if (!policy.allowPrivateAddresses && /(?:^|\.)localhost\.?$/i.test(host)) {
    throw forbidden(url, 'it is this machine; set allowPrivateAddresses if it is meant');
  }
  if (ipaddr.isValid(host)) requirePermitted(url.hostname, [{ address: host, family: 0 }], policy);
}

/**
 * Resolves names for `node:http`. The addresses that were checked are the ones that are connected to, so that a name
 * cannot mean another address a moment later.
 */
export function guardedLookup(policy: AddressPolicy): LookupFunction {
  const resolve = policy.resolve ?? resolveBySystem;
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        try {
          requirePermitted(hostname, addresses, policy);
        } catch (error) {
          return callback(error as NodeJS.ErrnoException, '');
        }
        const [first] = addresses;
        if (options.all) return callback(null, [...addresses]);
        callback(null, first?.address ?? '', first?.family);
      },
      (error: unknown) => callback(error as NodeJS.ErrnoException, ''),
    );
  };
}

/** The host of a URL as it is connected to: without the brackets of IPv6. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

function requirePermitted(
  hostname: string,
  addresses: readonly ResolvedAddress[],
  policy: AddressPolicy,
): void {
  if (addresses.length === 0) throw notAnAddress(hostname);
  if (policy.allowPrivateAddresses) return;
  for (const { address } of addresses) {
    if (isPublicAddress(address)) continue;
    throw new TitansError(
      'SOURCE_FORBIDDEN',
      `The host "${hostname}" is not on the public Internet. Set allowPrivateAddresses if it is meant.`,
      { details: { source: hostname } },
    );
  }
}

function notAnAddress(hostname: string): TitansError {
  return new TitansError('SOURCE_UNREADABLE', `The host "${hostname}" has no address.`, {
    details: { source: hostname },
  });
}

function forbidden(url: URL, reason: string): TitansError {
  const source = url.host || `an address of ${url.protocol}`;
  return new TitansError('SOURCE_FORBIDDEN', `"${source}" may not be asked: ${reason}.`, {
    details: { source },
  });
}

async function resolveBySystem(hostname: string): Promise<readonly ResolvedAddress[]> {
  return dnsLookup(hostname, { all: true, verbatim: true });
}
