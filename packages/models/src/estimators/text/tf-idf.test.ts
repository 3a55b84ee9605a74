import { expect, test } from 'vitest';
import { ngramText } from './ngrams.js';
import { fitTfIdf, type TfIdf } from './tf-idf.js';

const documents = [
  'Fuel for Vehicle',
  'Office365 Subscription',
  'fuel fuel station, the vehicle',
  'Ünïted Café at 5th Av',
  'Office rent office',
];
const ones = new Float64Array(documents.length).fill(1);

function fitted(kind: 'word' | 'characters'): TfIdf {
  return fitTfIdf(documents, ones, {
    wordNgrams: kind === 'word' ? { min: 1, max: 2 } : null,
    characterNgrams: kind === 'characters' ? { min: 3, max: 5 } : null,
    hashBits: 24,
  }).tfIdf;
}

function rowOf(kind: 'word' | 'characters', text: string): Record<string, number> {
  const { start, value, from, to, texts } = fitted(kind).transform([text]);
  return Object.fromEntries(
    Array.from({ length: start[1] as number }, (_, entry) => [
      ngramText(texts[0] as string, kind, from[entry] as number, to[entry] as number),
      value[entry] as number,
    ]),
  );
}

function expectEqual(ours: Record<string, number>, theirs: Record<string, number>): void {
  expect(Object.keys(ours).sort()).toEqual(Object.keys(theirs).sort());
  for (const [ngram, value] of Object.entries(theirs)) expect(ours[ngram]).toBeCloseTo(value, 14);
}

// scikit-learn 1.9.1: TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2)), nothing hashed.
test.each([
  [
    'Fuel for Vehicle',
    {
      for: 0.4821401170833009,
      'for vehicle': 0.4821401170833009,
      fuel: 0.3889876106617681,
      'fuel for': 0.4821401170833009,
      vehicle: 0.3889876106617681,
    },
  ],
  [
    'fuel fuel station, the vehicle',
    {
      fuel: 0.4680752984505706,
      'fuel fuel': 0.34265613423202596,
      'fuel station': 0.34265613423202596,
      station: 0.34265613423202596,
      'station the': 0.34265613423202596,
      the: 0.34265613423202596,
      'the vehicle': 0.34265613423202596,
      vehicle: 0.2764528115599331,
    },
  ],
  [
    'Office rent office',
    {
      office: 0.6990303272568004,
      'office rent': 0.4128585720620119,
      rent: 0.4128585720620119,
      'rent office': 0.4128585720620119,
    },
  ],
  ['a office 5th', { '5th': 0.7071067811865475, office: 0.7071067811865475 }],
])('word n-grams of "%s" are those of scikit-learn', (text, expected) => {
  expectEqual(rowOf('word', text), expected);
});

// The same with analyzer='char_wb', ngram_range=(3, 5).
test('character n-grams are those of scikit-learn', () => {
  const [rare, frequent] = [0.24389523573463665, 0.1967731405014232];
  expectEqual(rowOf('characters', 'a office 5th'), {
    ' 5t': rare,
    ' 5th': rare,
    ' 5th ': rare,
    '5th': rare,
    '5th ': rare,
    'th ': rare,
    'ce ': rare,
    'fice ': rare,
    'ice ': rare,
    ' of': frequent,
    ' off': frequent,
    ' offi': frequent,
    ffi: frequent,
    ffic: frequent,
    ffice: frequent,
    fic: frequent,
    fice: frequent,
    ice: frequent,
    off: frequent,
    offi: frequent,
    offic: frequent,
  });
});

test('there are as many n-grams as scikit-learn finds', () => {
  expect([fitted('word').width, fitted('characters').width]).toEqual([27, 162]);
});

test('the rows that were learned from are those of a later look', () => {
  const { tfIdf, rows } = fitTfIdf(documents, ones, {
    wordNgrams: { min: 1, max: 2 },
    characterNgrams: { min: 3, max: 5 },
    hashBits: 20,
  });
  const later = tfIdf.transform(documents);
  expect([...later.start]).toEqual([...rows.start]);
  expect([...later.column.subarray(0, later.start.at(-1))]).toEqual([...rows.column]);
  expect([...later.value]).toEqual([...rows.value]);
});

test('a text of unknown n-grams has no entry', () => {
  expect(rowOf('word', 'xyz')).toEqual({});
});
