const smallWords: ReadonlySet<string> = new Set([
  'of',
  'and',
  'de',
  'du',
  'des',
  'der',
  'die',
  'und',
  'et',
  'la',
  'le',
  'y',
  'e',
  'van',
  'von',
  'da',
  'do',
]);
const hasVowel = /[aeiouäöüåæøáéíóúàèìòùâêîôû]|.y/i;
/** Abbreviations that are written like words. */
const shortened: ReadonlySet<string> = new Set([
  'mr',
  'mrs',
  'ms',
  'dr',
  'st',
  'jr',
  'sr',
  'mt',
  'ft',
  'grp',
  'mkt',
  'ctr',
  'str',
  'hwy',
]);
const isLatin = /\p{Script=Latin}/u;

/**
 * Writes a name in capitals, or all in small letters, with capital initials. Names in mixed case stay as they are, and
 * so do short words without a vowel, which are abbreviations. Applied twice it changes nothing.
 */
export function inTitleCase(name: string): string {
  const letters = asciiLetters(name);
  if (letters !== null) {
    if (letters === 'mixed') return name;
    return name
      .split(' ')
      .map((word, at, words) =>
        titleAsciiWord(word, at === 0 || at === words.length - 1, letters !== 'small'),
      )
      .join(' ');
  }
  const isUpper = name === name.toUpperCase();
  if (!isUpper && name !== name.toLowerCase()) return name;
  return (
    name
      .split(' ')
      .map((word, index, words) => titleWord(word, index === 0 || index === words.length - 1, isUpper))
      .join(' ')
      // The small letter of the Turkish İ is two characters.
      .normalize('NFC')
  );
}

function titleWord(word: string, isAtEnd: boolean, isUpper: boolean): string {
  const lower = word.toLowerCase();
  if (!isAtEnd && smallWords.has(lower)) return lower;
  if (isUpper && word.length <= 3 && !isLatin.test(word)) return word;
  if (isLatin.test(word) && word.length <= 4 && !hasVowel.test(word) && !shortened.has(lower))
    return word.toUpperCase();
  if (isAscii.test(lower)) return titleAscii(lower);
  let atStart = true;
  let result = '';
  for (const letter of lower) {
    const isLetter = /\p{L}/u.test(letter);
    result += atStart && isLetter ? letter.toUpperCase() : letter;
    // After a digit or an apostrophe the word goes on: "firstaid4less", "nando's".
    atStart = isLetter ? false : /[-&./(+@]/.test(letter) ? true : atStart && !/\p{N}/u.test(letter);
  }
  return result;
}

const isAscii = /^[ -~]*$/;

/** In which case the letters of text of printable ASCII are; `null` for other text. */
function asciiLetters(text: string): 'none' | 'small' | 'capitals' | 'mixed' | null {
  let hasSmall = false;
  let hasCapital = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 32 || code > 126) return null;
    if (code >= 97 && code <= 122) hasSmall = true;
    else if (code >= 65 && code <= 90) hasCapital = true;
  }
  if (hasSmall) return hasCapital ? 'mixed' : 'small';
  return hasCapital ? 'capitals' : 'none';
}

/** {@link titleWord} for printable ASCII. */
function titleAsciiWord(word: string, isAtEnd: boolean, isUpper: boolean): string {
  const lower = word.toLowerCase();
  if (!isAtEnd && smallWords.has(lower)) return lower;
  if (word.length > 4) return titleAscii(lower);
  let hasLetter = false;
  let isSpoken = false;
  for (let at = 0; at < lower.length; at++) {
    const code = lower.charCodeAt(at);
    if (code < 97 || code > 122) continue;
    hasLetter = true;
    isSpoken ||= isVowel(code) || (code === 121 && at > 0);
  }
  if (!hasLetter && isUpper && word.length <= 3) return word;
  return hasLetter && !isSpoken && !shortened.has(lower) ? word.toUpperCase() : titleAscii(lower);
}

/** `a`, `e`, `i`, `o`, `u`. */
function isVowel(code: number): boolean {
  return code === 97 || code === 101 || code === 105 || code === 111 || code === 117;
}

/** The same for ASCII in small letters, without a pattern for each letter. */
function titleAscii(lower: string): string {
  let atStart = true;
  let result = '';
  let from = 0;
  for (let at = 0; at < lower.length; at++) {
    const code = lower.charCodeAt(at);
    if (code >= 97 && code <= 122) {
      if (atStart) {
        result += lower.slice(from, at) + String.fromCharCode(code - 32);
        from = at + 1;
      }
      atStart = false;
    } else if (startsWord(code)) atStart = true;
    else if (code >= 48 && code <= 57) atStart = false;
  }
  return from === 0 ? lower : result + lower.slice(from);
}

/** `&`, `(`, `+`, `-`, `.`, `/`, `@`. */
function startsWord(code: number): boolean {
  return (
    code === 38 || code === 40 || code === 43 || code === 45 || code === 46 || code === 47 || code === 64
  );
}
