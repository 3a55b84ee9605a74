const otherLetters: Readonly<Record<string, string>> = { Ø: 'O', Æ: 'AE', Œ: 'OE', Ł: 'L', Đ: 'D', Þ: 'TH' };

/** Text in capitals without accents, as it is compared: `Møller` and `MOLLER` are one. */
export function foldText(text: string): string {
  // Most descriptions are plain ASCII, for which the rest changes nothing.
  const upper = text.toUpperCase();
  if (isAscii(upper)) return upper;
  return upper
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[ØÆŒŁĐÞ]/g, (letter) => otherLetters[letter] ?? letter)
    .normalize('NFC');
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}
