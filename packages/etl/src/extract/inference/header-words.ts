/** Letters that Unicode does not take apart, as they are written without their diacritics. */
const plainLetters: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['ø', 'o'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ł', 'l'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['þ', 'th'],
  ['ı', 'i'],
]);

/** The name of a column taken apart, so that spellings of one name are alike. */
export interface HeaderWords {
  /** Its words in lower case without diacritics, each between spaces: `" transaction date "`. */
  readonly spaced: string;
  /** The same without spaces: `"transactiondate"`. */
  readonly compact: string;
}

/** Takes the name of a column apart; `camelCase`, `snake_case` and punctuation part words. */
export function headerWords(name: string): HeaderWords {
  const words = name
    .slice(0, 200)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßøæœłđðþı]/gu, (letter) => plainLetters.get(letter) ?? letter)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  return { spaced: ` ${words.join(' ')} `, compact: words.join('') };
}

const ideographs = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/**
 * Whether a name contains a term. Short terms count as whole words only; longer ones also inside compounds, since
 * `datum` is in `Buchungsdatum` and `transactiedatum`.
 */
export function contains(name: HeaderWords, term: string): boolean {
  if (term.includes(' ')) return name.spaced.includes(` ${term} `);
  // Chinese and Japanese words are short, and there are no spaces between them.
  if (ideographs.test(term)) return name.compact.includes(term);
  return term.length < 5 ? name.spaced.includes(` ${term} `) : name.spaced.includes(term);
}
