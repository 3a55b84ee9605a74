import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ngramReader, ngramText } from './ngrams.js';

const read = ngramReader({
  wordNgrams: { min: 1, max: 2 },
  characterNgrams: { min: 3, max: 5 },
  hashBits: 28,
});

/** As strings: every n-gram of a text, words first. */
function ngramsOf(text: string): { words: string[]; characters: string[] } {
  const lowerCase = text.toLowerCase();
  const tokens = lowerCase.match(/[\p{L}\p{N}_]{2,}/gu) ?? [];
  const pairs = tokens.flatMap((token, at) =>
    at + 1 < tokens.length ? [token, `${token} ${tokens[at + 1]}`] : [token],
  );
  const characters = (lowerCase.match(/\S+/gu) ?? []).flatMap((piece) => {
    const padded = [' ', ...piece, ' '];
    const found = padded.flatMap((_, from) =>
      [3, 4, 5]
        .filter((length) => from + length <= padded.length)
        .map((length) => padded.slice(from, from + length)),
    );
    return (found.length === 0 ? [padded] : found).map((units) => units.join(''));
  });
  return { words: pairs, characters };
}

test.each([
  ['', [], []],
  ['a', [], [' a ']],
  ['Ab-C', ['ab'], [' ab', ' ab-', ' ab-c', 'ab-', 'ab-c', 'ab-c ', 'b-c', 'b-c ', '-c ']],
  ['x café', ['café'], [' x ', ' ca', ' caf', ' café', 'caf', 'café', 'café ', 'afé', 'afé ', 'fé ']],
  ['💶', [], [' 💶 ']],
])('the n-grams of "%s"', (text, words, characters) => {
  const ngrams = read(text);
  const names = Array.from({ length: ngrams.count }, (_, i) =>
    ngramText(
      ngrams.text,
      i < words.length ? 'word' : 'characters',
      ngrams.from[i] as number,
      ngrams.to[i] as number,
    ),
  );
  expect(names).toEqual([...words, ...characters]);
});

test('any text has the n-grams that its strings have, and equal n-grams equal columns', () => {
  const word = fc.string({
    maxLength: 8,
    unit: fc.constantFrom('a', 'B', '_', '9', 'é', '-', '💶', '\ud83d', '\u00a0'),
  });
  const text = fc.oneof(
    fc.array(word).map((words) => words.join(' ')),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(text, (given) => {
      const expected = ngramsOf(given);
      const ngrams = read(given);
      const columnOf = new Map<string, number>();
      const names = Array.from({ length: ngrams.count }, (_, i) => {
        const kind = (ngrams.column[i] as number) < 2 ** 28 ? 'word' : 'characters';
        const name = ngramText(ngrams.text, kind, ngrams.from[i] as number, ngrams.to[i] as number);
        const known = columnOf.get(`${kind}:${name}`) ?? ngrams.column[i];
        expect(ngrams.column[i]).toBe(known);
        columnOf.set(`${kind}:${name}`, ngrams.column[i] as number);
        return name;
      });
      const order = [...expected.words, ...expected.characters];
      expect(names).toEqual(order);
    }),
    { numRuns: 500 },
  );
});

test('different n-grams have different columns, but for one in millions', () => {
  const columns = new Set<number>();
  for (let i = 0; i < 20_000; i++) columns.add(read(`w${i}`).column[0] as number);
  // Among 20,000 of 2^28 columns 0.75 pairs are expected to fall together.
  expect(columns.size).toBeGreaterThanOrEqual(19_995);
});
