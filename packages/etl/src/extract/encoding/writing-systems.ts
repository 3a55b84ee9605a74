/** An encoding of one byte for each character, and the alphabets of languages that are written in it. */
export interface EncodingCandidate {
  readonly encoding: string;
  /** Letters beyond ASCII, in lower case, one text for each language. */
  readonly alphabets: readonly string[];
  /** How much better than others it must do, since it is rare: 0 to 1. */
  readonly handicap: number;
}

const western: readonly string[] = [
  'äöüß',
  'àâæçéèêëîïôœùûüÿ',
  'áéíñóúüçàèïò',
  'áâãàçéêíóôõúü',
  'àèéìíòóùú',
  'áéëèïíóöü',
  'åæøéèêò',
  'åäöéü',
  'áæðéíóöúýþ',
  'äöõüšž',
];
const central: readonly string[] = [
  'áčďéěíňóřšťúůý\u017e',
  'áäčďéíĺľňóôŕšťúý\u017e',
  'ąćęłńóśźż',
  'áéíóöőúüű',
  'čćđšž',
  'ăâîșțşţ',
  'äöüß',
];
const cyrillic: readonly string[] = [
  'абвгдеёжзийклмнопрстуфхцчшщъыьэюя',
  'абвгґдеєжзиіїйклмнопрстуфхцчшщьюя',
  'абвгдежзиіјйклљмнњопрстћуфхцчџшђ',
];
const greek: readonly string[] = ['αάβγδεέζηήθιίϊΐκλμνξοόπρσςτυύϋΰφχψωώ'];
const turkish: readonly string[] = ['çğıöşüâîûi\u0307'];
const baltic: readonly string[] = ['ąčęėįšųūž', 'āčēģīķļņšūž', 'äöõüšž'];

/**
 * Encodings that are looked for, the most frequent first: of several that give the same text, the first is taken.
 * `windows-1252` holds ISO-8859-1 but for control characters, which statements do not have.
 */
export const encodingCandidates: readonly EncodingCandidate[] = [
  { encoding: 'windows-1252', alphabets: western, handicap: 0 },
  { encoding: 'windows-1250', alphabets: central, handicap: 0.01 },
  { encoding: 'windows-1251', alphabets: cyrillic, handicap: 0.05 },
  { encoding: 'iso-8859-15', alphabets: western, handicap: 0.02 },
  { encoding: 'iso-8859-2', alphabets: central, handicap: 0.03 },
  { encoding: 'windows-1254', alphabets: turkish, handicap: 0.05 },
  { encoding: 'windows-1253', alphabets: greek, handicap: 0.05 },
  { encoding: 'windows-1257', alphabets: baltic, handicap: 0.05 },
  { encoding: 'iso-8859-7', alphabets: greek, handicap: 0.1 },
  { encoding: 'iso-8859-5', alphabets: cyrillic, handicap: 0.2 },
  { encoding: 'koi8-r', alphabets: cyrillic, handicap: 0.1 },
  { encoding: 'ibm866', alphabets: cyrillic, handicap: 0.2 },
  { encoding: 'macintosh', alphabets: western, handicap: 0.2 },
];
