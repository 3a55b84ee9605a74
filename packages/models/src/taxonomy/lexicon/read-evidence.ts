import { TitansError } from '@titans/core';
import { mccDetail, normaliseMerchant } from '@titans/core/merchants';
import { gluedWord } from './glued-word.js';
import {
  type EvidenceKind,
  type Flow,
  type LexiconEntry,
  lexiconIndex,
  lexiconKey,
  shortestEnding,
  startingWith,
} from './lexicon-index.js';

/** What of a transaction is read; what is `null`, NaN or left out is not known. */
export interface LexiconQuery {
  readonly description?: string | null | undefined;
  readonly merchantName?: string | null | undefined;
  /** Signed, in the main unit of the currency. */
  readonly amount?: number | null | undefined;
  readonly type?: 'Income' | 'Expense' | null | undefined;
  readonly merchantCategoryCode?: string | null | undefined;
}

/** What speaks for a detailed category of the default taxonomy. */
export interface Evidence {
  readonly detail: string;
  readonly kind: EvidenceKind;
  /** As it was found, folded. */
  readonly words: string;
  /** Whether it ends the name, where English has the kind of a shop. */
  readonly isLast: boolean;
}

/** Longest text that is read. */
const longestText = 500;
/** Fewest letters of a single word that names a brand within a text. */
const shortestBrandWithin = 4;
/** Fewest letters of texts, of names, and of their last words, alone and behind another, that may be cut off. */
const shortestCutText = 20;
const shortestCutName = 12;
const shortestCutWord = 6;
const shortestOfPair = 3;
/** Fewest letters of a word that another is looked for in. */
const shortestGlued = 8;
/** Fewest letters before the end of a compound word. */
const shortestStem = 2;

const shopsWithPumps: ReadonlySet<string> = new Set(['groceries', 'superstores', 'convenience_stores']);

/** Which way the money went, as far as it is told. */
export function flowOf({ amount, type }: LexiconQuery): Flow {
  if (type === 'Income') return 'in';
  if (type === 'Expense') return 'out';
  if (typeof amount !== 'number' || Number.isNaN(amount) || amount === 0) return null;
  return amount > 0 ? 'in' : 'out';
}

/**
 * Finds all that the lexicon knows in a transaction.
 *
 * @throws TitansError `INVALID_ARGUMENT` for what is no object, or a text or code that is none.
 */
export function readEvidence(query: LexiconQuery): readonly Evidence[] {
  requireQuery(query);
  const { description, merchantName, merchantCategoryCode } = query;
  const flow = flowOf(query);
  const found: Evidence[] = [];
  if (typeof merchantCategoryCode === 'string') {
    const detail = mccDetail(merchantCategoryCode);
    if (detail !== null) found.push({ detail, kind: 'code', words: merchantCategoryCode, isLast: false });
  }
  const texts = [merchantName, description].filter(
    (text) => typeof text === 'string' && text !== '',
  ) as string[];
  let isBrandFound = false;
  for (const text of texts) {
    const raw = text.slice(0, longestText);
    const reading = normaliseMerchant(raw);
    const name = lexiconKey(reading.name);
    const key = lexiconKey(raw);
    // Behind the mark of a payment service stands someone else; else the text itself may spell a name that has lost a word,
    // and then says more than what is left.
    const whole = reading.processor === null ? key : name;
    const brand = isBrandFound
      ? null
      : (wholeBrand(whole) ??
        wholeBrand(name) ??
        brandStart(name) ??
        brandStart(whole) ??
        cutBrand(name) ??
        brandWithin(name));
    if (brand !== null) {
      isBrandFound = true;
      found.push(brand);
    }
    readWords(key, name, brand?.words ?? null, flow, found);
    if (found.length === 0) readGlued(key, name, flow, found);
  }
  return settled(found);
}

/** Without what says nothing beside the rest: a chain that sells fuel, too, and heads of names such as "store". */
function settled(found: readonly Evidence[]): readonly Evidence[] {
  if (found.length < 2) return found;
  const isFuel = found.some(isFuelWord);
  const isTold = found.some((item) => !isMereHead(item));
  return found.filter((item) => !(isFuel && isShopWithPumps(item)) && !(isTold && isMereHead(item)));
}

function isMereHead({ detail, kind }: Evidence): boolean {
  return kind === 'doubtful' && detail.startsWith('other_');
}

function requireQuery(query: LexiconQuery): void {
  if (typeof query !== 'object' || query === null)
    throw refusal('query', 'Give the transaction as an object, such as { description, amount }.');
  for (const field of ['description', 'merchantName', 'merchantCategoryCode'] as const) {
    const value = query[field];
    if (value !== undefined && value !== null && typeof value !== 'string')
      throw refusal(field, `${field} is a text, not a value of type ${typeof value}.`);
  }
}

function refusal(field: string, message: string): TitansError {
  return new TitansError('INVALID_ARGUMENT', message, { details: { field } });
}

function isFuelWord({ detail, kind }: Evidence): boolean {
  return detail === 'fuel' && (kind === 'word' || kind === 'phrase');
}

/** Supermarkets sell fuel, too: where the text says so, the name of the chain says nothing. */
function isShopWithPumps({ detail, kind }: Evidence): boolean {
  return kind.startsWith('brand') && shopsWithPumps.has(detail);
}

function wholeBrand(name: string): Evidence | null {
  const entry = lexiconIndex().brands.get(name);
  return entry === undefined ? null : { detail: entry.detail, kind: 'brand', words: name, isLast: true };
}

function brandStart(name: string): Evidence | null {
  const space = name.indexOf(' ');
  // Of a single word it is not the start.
  if (space < 0 || !lexiconIndex().brandWords.has(name.slice(0, space))) return null;
  const words = name.split(' ');
  const found = brandAt(words, 0, words.length - 1);
  return found === null ? null : { ...found, kind: 'brandStart' };
}

/** The longest brand that begins at a word and is no ordinary one. */
function brandAt(words: readonly string[], from: number, most: number): Evidence | null {
  const { brands, brandWords } = lexiconIndex();
  const longest = brandWords.get(words[from] as string) ?? 0;
  for (let count = Math.min(longest, most); count > 0; count--) {
    const name = words.slice(from, from + count).join(' ');
    const entry = brands.get(name);
    if (entry !== undefined && !entry.isDoubtful && name.length >= shortestBrandWithin)
      return { detail: entry.detail, kind: 'brandWithin', words: name, isLast: false };
  }
  return null;
}

/** A brand whose name the statement cut off. */
function cutBrand(name: string): Evidence | null {
  if (name.length < shortestCutName) return null;
  const { brands, sortedBrands } = lexiconIndex();
  const cut = startingWith(sortedBrands, name);
  if (cut.length === 0) return null;
  const details = new Set(cut.map((brand) => brands.get(brand)?.detail));
  const [detail] = details;
  return details.size === 1 && detail !== undefined
    ? { detail, kind: 'brandStart', words: name, isLast: true }
    : null;
}

/** Of the brands within a name the longest, and of equals the first. */
function brandWithin(name: string): Evidence | null {
  const words = name.split(' ');
  let best: Evidence | null = null;
  let most = 0;
  for (let from = 0; from < words.length; from++) {
    const found = brandAt(words, from, words.length - from);
    const count = found?.words.split(' ').length ?? 0;
    if (count <= most) continue;
    best = found;
    most = count;
  }
  return best;
}

/** Looks for words that are written together with others; only where nothing else was found. */
function readGlued(key: string, name: string, flow: Flow, found: Evidence[]): void {
  const { phrases } = lexiconIndex();
  for (const word of key.split(' ')) {
    if (word.length < shortestGlued) continue;
    const within = gluedWord(word, phrases);
    if (within === null) continue;
    const isLast = name.endsWith(within);
    for (const { detail } of entriesOf(phrases, within, flow)) {
      found.push({ detail, kind: 'glued', words: within, isLast });
    }
  }
}

/** Looks for phrases, the longest first, from left to right; words of the brand say nothing more. */
function readWords(key: string, name: string, brand: string | null, flow: Flow, found: Evidence[]): void {
  const { phrases, phraseWords, endings, endingLengths } = lexiconIndex();
  const words = key.split(' ');
  const last = name.slice(name.lastIndexOf(' ') + 1);
  const ofBrand = brand === null ? null : new Set(brand.split(' '));
  for (let from = 0; from < words.length; ) {
    let taken = 0;
    const longest = Math.min(phraseWords.get(words[from] as string) ?? 0, words.length - from);
    for (let count = longest; count > 0 && taken === 0; count--) {
      const phrase = words.slice(from, from + count).join(' ');
      const entries = entriesOf(phrases, phrase, flow);
      if (entries.length === 0 || (count === 1 && ofBrand?.has(phrase) === true)) continue;
      taken = count;
      add(entries, phrase, count > 1 ? 'phrase' : 'word');
    }
    if (taken === 0) {
      const word = words[from] as string;
      const lengths =
        word.length < shortestStem + shortestEnding
          ? undefined
          : endingLengths.get(word.slice(-shortestEnding));
      for (const length of lengths ?? []) {
        if (length > word.length - shortestStem) continue;
        const entries = entriesOf(endings, word.slice(-length), flow);
        if (entries.length === 0) continue;
        add(entries, word, 'ending');
        break;
      }
    }
    if (taken === 0 && from === words.length - 1 && key.length >= shortestCutText) readCut();
    from += Math.max(1, taken);
  }

  /** The last word, where a statement of fixed width cut it off: with the one before it, or alone if it is long. */
  function readCut(): void {
    const { sortedPhrases } = lexiconIndex();
    const pair = words.slice(-2).join(' ');
    const single = words.at(-1) as string;
    for (const [start, isLong] of [
      [pair, words.length > 1 && single.length >= shortestOfPair],
      [single, single.length >= shortestCutWord],
    ] as const) {
      if (!isLong) continue;
      const spaces = start === pair && words.length > 1 ? 1 : 0;
      const beginning = startingWith(sortedPhrases, start);
      if (beginning.length === 0) continue;
      const cut = beginning.filter((phrase) => phrase.split(' ').length === spaces + 1);
      const all = cut.flatMap((phrase) => entriesOf(phrases, phrase, flow));
      const sure = all.filter(({ isDoubtful }) => !isDoubtful);
      const meant = sure.length > 0 ? sure : all;
      if (meant.length === 0 || meant.some(({ detail }) => detail !== meant[0]?.detail)) continue;
      add(meant.slice(0, 1), start, start === pair ? 'phrase' : 'word');
      return;
    }
  }

  function add(entries: readonly LexiconEntry[], phrase: string, kind: EvidenceKind): void {
    const isLast = phrase === last || phrase.endsWith(` ${last}`);
    for (const { detail, isDoubtful } of entries) {
      found.push({ detail, kind: isDoubtful ? 'doubtful' : kind, words: phrase, isLast });
    }
  }
}

const noEntries: readonly LexiconEntry[] = [];

function entriesOf(
  among: ReadonlyMap<string, readonly LexiconEntry[]>,
  words: string,
  flow: Flow,
): readonly LexiconEntry[] {
  const entries = among.get(words);
  if (entries === undefined) return noEntries;
  if (flow === null) return entries;
  return entries.filter((entry) => entry.flow === null || flow === null || entry.flow === flow);
}
