import { TitansError } from '../errors/titans-error.js';
import { normaliseText } from '../text/normalise.js';
import { limits } from '../transaction/vocabulary.js';
import { beginsBrand, brandKey, leadingBrand } from './brands.js';
import { inTitleCase } from './letter-case.js';
import { type Token, tokenOf } from './noise-tokens.js';
import { splitProcessor } from './split-processor.js';
import { stripLeading } from './strip-leading.js';
import { type Stripped, stripTrailing } from './strip-trailing.js';
import { withoutDomain } from './web-name.js';

/** What a raw description says about the merchant. */
export interface MerchantReading {
  /** Name as a reader would write it; the same for different raw spellings of one merchant where they can be told. */
  readonly name: string;
  /** Payment service whose mark stood before the name, for example `"Square"`. */
  readonly processor: string | null;
  /** As the source writes it, without `#`. */
  readonly storeNumber: string | null;
  /** City, state and country as far as they are told, for example `"SEATTLE WA"`. */
  readonly location: string | null;
  /** Last digits of the card, where they were told. */
  readonly cardTail: string | null;
  readonly phone: string | null;
  /** Order or terminal number. */
  readonly reference: string | null;
}

/** Passes after which a name surely no longer changes: each but the last takes something off. */
const mostPasses = 12;
/** Words that may follow a known name without making it another merchant. */
const descriptors: ReadonlySet<string> = new Set(
  (
    'STORE STORES SHOP RETAIL SUPERMARKET SUPERMARKETS SUPERSTORE EXPRESS EXTRA METRO LOCAL ONLINE DIRECT UK US EU GB DE FR ' +
    'IT ES NL COM CO PETROL PFS FUEL FILLING STATION GARAGE MARKETPLACE MKTP PAYMENT PAYMENTS BILL BILLING SERVICE SERVICES ' +
    'CENTER CENTRE MARKT CITY FILIALE GROUP WEB INTERNET MOBILE DEUTSCHLAND INTERNATIONAL EUROPE MOTO ECOMMERCE ECOM ' +
    'SUBSCRIPTION SUBSCR MEMBERSHIP ORDER ORDERS RETA STO'
  ).split(' '),
);

/**
 * Reads the merchant out of a raw description: marks of payment services (`SQ *`, `PAYPAL *`), what banks write before
 * and behind (`POS PURCHASE`, dates, card numbers, telephone numbers), numbers of shops, cities and states, legal forms
 * and web addresses are taken off; known merchants get their spelling, others capital initials.
 *
 * Rules of no language apply where nothing is recognised: the text stays as it is. The name of a name is itself, and no
 * description with a visible character has an empty name. Takes time proportional to the length; what lies beyond 500
 * characters is not looked at.
 *
 * @throws TitansError `INVALID_ARGUMENT` where the description is no text.
 * @example
 * ```ts
 * import { normaliseMerchant } from '@titans/core/merchants';
 *
 * normaliseMerchant('SQ *BLUE BOTTLE COFFEE Oakland CA');
 * // { name: 'Blue Bottle Coffee', processor: 'Square', location: 'Oakland CA', … }
 * ```
 */
export function normaliseMerchant(description: string): MerchantReading {
  if (typeof description !== 'string') {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `A description is a text, not a value of type ${typeof description}.`,
      {
        details: { field: 'description' },
      },
    );
  }
  if (description !== last?.description) last = { description, reading: readMerchant(description) };
  return { ...last.reading };
}

/** Several questions about one transaction are asked one after the other. */
let last: { readonly description: string; readonly reading: MerchantReading } | null = null;

function readMerchant(description: string): MerchantReading {
  const found: Stripped = {};
  const raw = description.slice(0, limits.descriptionLength);
  let reading = readOnce(raw, found);
  for (let pass = 1; pass < mostPasses && !reading.isFinal; pass++) {
    const again = readOnce(reading.name, found);
    if (again.name === reading.name) break;
    reading = again;
  }
  const { name } = reading;
  return {
    name,
    processor: found.processor ?? null,
    storeNumber: found.storeNumber ?? null,
    location: found.location ?? null,
    cardTail: found.cardTail ?? null,
    phone: found.phone ?? null,
    reference: found.reference ?? null,
  };
}

interface NameReading {
  readonly name: string;
  /** Whether reading the name again surely gives the same. */
  readonly isFinal: boolean;
}

function readOnce(raw: string, found: Stripped): NameReading {
  const tokens = tokensOf(cutDetails(raw, found));
  const stripped = stripTrailing(splitProcessor(stripLeading(tokens, found), found), found);
  const name = withoutDomain(stripped).trim().slice(0, limits.nameLength).trim();
  if (!/[A-Za-z0-9]/.test(name) && !/[\p{L}\p{N}]/u.test(name)) {
    const whole = normaliseText(raw).slice(0, limits.descriptionLength);
    return { name: whole.slice(0, limits.nameLength).trim(), isFinal: false };
  }
  const brand = brandOf(name);
  if (brand !== null) return { name: brand, isFinal: true };
  // Rules that found nothing in capitals find nothing in the same words with capital initials.
  const isFinal = name === raw && name === name.toUpperCase();
  return { name: inTitleCase(name), isFinal };
}

function brandOf(name: string): string | null {
  const key = brandKey(name);
  const space = key.indexOf(' ');
  if (!beginsBrand(space < 0 ? key : key.slice(0, space))) return null;
  const words = key.split(' ');
  const known = leadingBrand(words);
  if (known === null) return null;
  const rest = words.slice(known.words);
  return known.brand.isDistinct || rest.every((word) => descriptors.has(word) || /^\d+$/.test(word))
    ? known.brand.name
    : null;
}

/** Cuts what German and Dutch banks and British card payments write behind the name and mark as such. */
function cutDetails(raw: string, found: Stripped): string {
  let text = raw;
  const slashes = text.indexOf('//');
  if (slashes > 0 && text[slashes - 1] !== ':') {
    const place = /^[^\s/]{2,40}(?: [^\s/\d]{2,40})?\/[A-Z]{2}(?![A-Za-z])/.exec(
      text.slice(slashes + 2, slashes + 90),
    )?.[0];
    if (place !== undefined) found.location ??= place.replace('/', ' ');
    text = text.slice(0, slashes);
  }
  for (let comma = text.indexOf(',', 1); comma >= 0; comma = text.indexOf(',', comma + 1)) {
    if (
      (/^(?:PAS)?\d/.test(text.slice(comma + 1, comma + 5)) && !/\d/.test(text[comma - 1] ?? '')) ||
      /^PAS\d/.test(text.slice(comma + 1, comma + 5))
    ) {
      text = text.slice(0, comma);
      break;
    }
  }
  return text;
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let isAfterGap = false;
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 32;
    if (code > 32 && code < 127) continue;
    if (code !== 32 && !(code >= 9 && code <= 13)) return anyTokensOf(text);
    if (at === from) isAfterGap = tokens.length > 0;
    else {
      tokens.push(tokenOf(text.slice(from, at), isAfterGap));
      isAfterGap = false;
    }
    from = at + 1;
  }
  return tokens;
}

/** The same for text that is not of visible ASCII and white space alone. */
function anyTokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let isAfterGap = false;
  for (const piece of text.split(/\s/u)) {
    if (piece === '') {
      isAfterGap = tokens.length > 0;
      continue;
    }
    // Visible ASCII is normalised as it is.
    const words = /^[!-~]+$/.test(piece) ? [piece] : normaliseText(piece).split(' ');
    for (const word of words) {
      if (word === '') continue;
      tokens.push(tokenOf(word, isAfterGap));
      isAfterGap = false;
    }
  }
  return tokens;
}
