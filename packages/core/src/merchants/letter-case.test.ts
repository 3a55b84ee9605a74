import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inTitleCase } from './letter-case.js';

/** Letter by letter, as it is defined for every script. */
function initials(lower: string): string {
  let atStart = true;
  let result = '';
  for (const letter of lower) {
    const isLetter = /\p{L}/u.test(letter);
    result += atStart && isLetter ? letter.toUpperCase() : letter;
    atStart = isLetter ? false : /[-&./(+@]/.test(letter) ? true : atStart && !/\p{N}/u.test(letter);
  }
  return result;
}

describe('names in title case', () => {
  test('have capitals at the starts of words alone', () => {
    expect(inTitleCase('FIRSTAID4LESS')).toBe('Firstaid4less');
    expect(inTitleCase("NANDO'S (OXFORD)/LEEDS")).toBe("Nando's (Oxford)/Leeds");
    expect(inTitleCase('CHICK-FIL-A 24SEVEN')).toBe('Chick-Fil-A 24seven');
    expect(inTitleCase('B&Q CAFÉ ÉTOILE')).toBe('B&Q Café Étoile');
  });

  test('are the same in ASCII as letter by letter', () => {
    const word = fc.string({ unit: fc.constantFrom(..."aeo7z4-&./(+@'#*_!~"), minLength: 5, maxLength: 16 });
    fc.assert(
      fc.property(word, (lower) => {
        fc.pre(/[aeo]/.test(lower));
        expect(inTitleCase(lower)).toBe(initials(lower));
      }),
      { numRuns: 500 },
    );
  });
});
