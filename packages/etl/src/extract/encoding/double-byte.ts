/** An encoding of one or two bytes for each character, with what speaks for it. */
export interface DoubleByteScore {
  /** As `TextDecoder` names it. */
  readonly encoding: string;
  /** Share of the characters beyond ASCII that are among the frequent ones, 0 to 1. */
  readonly score: number;
  /** The first characters beyond ASCII. */
  readonly text: string;
}

interface DoubleByteEncoding {
  readonly encoding: string;
  /** First bytes of the characters that texts are mostly made of: kana and punctuation, syllables, frequent ideographs. */
  readonly frequentLeads: readonly (readonly [first: number, last: number])[];
  /** First bytes of what no text does without. */
  readonly requiredLeads: readonly (readonly [first: number, last: number])[];
}

/**
 * The standards order ideographs by how frequent they are: level 1 of JIS X 0208 and of GB 2312, level 1 of Big5, and the
 * syllables of KS X 1001. Rows of them are first bytes of the encodings.
 * The one with fewer frequent characters comes first: text that both make sense of is hardly in it by chance.
 */
const encodings: readonly DoubleByteEncoding[] = [
  {
    encoding: 'shift_jis',
    frequentLeads: [
      [0x81, 0x83],
      [0x88, 0x98],
    ],
    requiredLeads: [
      [0x82, 0x83],
      [0x88, 0x97],
    ],
  },
  {
    encoding: 'euc-jp',
    frequentLeads: [
      [0xa1, 0xa5],
      [0xb0, 0xcf],
    ],
    requiredLeads: [[0xa4, 0xa5]],
  },
  {
    encoding: 'euc-kr',
    frequentLeads: [
      [0xa1, 0xa3],
      [0xb0, 0xc8],
    ],
    requiredLeads: [[0xb0, 0xc8]],
  },
  {
    encoding: 'gb18030',
    frequentLeads: [
      [0xa1, 0xa3],
      [0xb0, 0xd7],
    ],
    requiredLeads: [[0xb0, 0xd7]],
  },
  {
    encoding: 'big5',
    frequentLeads: [
      [0xa1, 0xa3],
      [0xa4, 0xc6],
    ],
    requiredLeads: [[0xa4, 0xc6]],
  },
];

/** Fewer characters prove nothing. */
const leastCharacters = 6;
/** A damaged byte among many costs its record, not the encoding; in short texts all bytes have to be right. */
const charactersPerFault = 500;
/** Letters of Europe stand beside ASCII, ideographs and kana beside each other. */
const leastShareInRuns = 0.75;

/**
 * Rates how well encodings of East Asia make text of bytes, best first: those in which nearly all of them are characters, which
 * mostly stand side by side and are frequent ones.
 *
 * @param lines Lines with bytes beyond ASCII; no second byte of these encodings is a line feed.
 */
export function rateDoubleByte(lines: Uint8Array): readonly DoubleByteScore[] {
  return encodings
    .flatMap((candidate) => {
      const score = rate(lines, candidate);
      if (score === null) return [];
      const text = new TextDecoder(candidate.encoding).decode(lines).replace(/[\0-\x7f]+/g, '');
      const faults = text.split('\ufffd').length - 1;
      if (faults * charactersPerFault > text.length) return [];
      return [{ encoding: candidate.encoding, score, text }];
    })
    .sort((a, b) => b.score - a.score);
}

/** Walks over the bytes, since a decoded character no longer tells its row in the standard. */
function rate(
  bytes: Uint8Array,
  { encoding, frequentLeads, requiredLeads }: DoubleByteEncoding,
): number | null {
  let [all, frequent, required, inRuns] = [0, 0, 0, 0];
  let isAfterWide = false;
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at] as number;
    // Half-width kana of Shift_JIS are one byte, as the letters of Europe are: they speak for neither.
    const isSingle = lead < 0x80 || (encoding === 'shift_jis' && lead >= 0xa0 && lead <= 0xdf);
    if (isSingle) {
      if (lead < 0x80) isAfterWide = false;
      at++;
      continue;
    }
    all++;
    if (isIn(lead, frequentLeads)) frequent++;
    if (isIn(lead, requiredLeads)) required++;
    if (isAfterWide || (bytes[at + 2] ?? 0) >= 0x80) inRuns++;
    isAfterWide = true;
    at += 2;
  }
  if (all < leastCharacters || required < 2 || inRuns < leastShareInRuns * all) return null;
  return frequent / all;
}

function isIn(byte: number, ranges: readonly (readonly [number, number])[]): boolean {
  return ranges.some(([first, last]) => byte >= first && byte <= last);
}
