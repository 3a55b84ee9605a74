import { hasIbanCheckDigits, hasLuhnCheckDigit, type Random } from '@titans/core';

/** A secret as it is written somewhere, and what of it must not be found in a log. */
export interface PlantedSecret {
  readonly kind: string;
  readonly written: string;
  /** Compared after separators were taken out of the log. */
  readonly forbidden: string;
}

const cardPrefixes: readonly (readonly [prefix: string, length: number])[] = [
  ['4', 16],
  ['4', 13],
  ['51', 16],
  ['55', 16],
  ['2221', 16],
  ['2720', 16],
  ['34', 15],
  ['37', 15],
  ['6011', 16],
  ['65', 16],
  ['3528', 16],
  ['36', 14],
  ['62', 19],
];
const ibanForms: readonly (readonly [country: string, digits: number, bank: string])[] = [
  ['DE', 18, ''],
  ['FR', 23, ''],
  ['GB', 14, 'NWBK'],
  ['NL', 10, 'ABNA'],
  ['ES', 20, ''],
  ['NO', 11, ''],
  ['CH', 17, ''],
];
const names = ['jane', 'john.roe', 'a', 'müller_7', "o'neil", 'x-y+tag', 'info'];
const hosts = ['example.com', 'mail.example.co.uk', 'bücher.example', 'a-b.example'];

/** One of the kinds, drawn. */
export function plantedSecret(random: Random): PlantedSecret {
  const kinds = [card, iban, email, phone, key, token];
  const make = kinds[random.integer(kinds.length)] ?? card;
  return make(random);
}

function digits(random: Random, count: number): string {
  return Array.from({ length: count }, () => random.integer(10)).join('');
}

function card(random: Random): PlantedSecret {
  const [prefix, length] = cardPrefixes[random.integer(cardPrefixes.length)] ?? ['4', 16];
  const begin = prefix + digits(random, length - 1 - prefix.length);
  const number = begin + [...'0123456789'].find((check) => hasLuhnCheckDigit(begin + check));
  const separator = ['', ' ', '-', '.', '\u00a0'][random.integer(5)] ?? '';
  const isGrouped = length === 16 || length === 19;
  return { kind: 'card', written: isGrouped ? grouped(number, separator) : number, forbidden: number };
}

function iban(random: Random): PlantedSecret {
  const [country, length, bank] = ibanForms[random.integer(ibanForms.length)] ?? ['DE', 18, ''];
  const account = bank + digits(random, length);
  const check = Array.from({ length: 97 }, (_, number) => String(number + 2).padStart(2, '0')).find((two) =>
    hasIbanCheckDigits(country + two + account),
  );
  const number = `${country}${check}${account}`;
  const written = grouped(number, ['', ' ', '-'][random.integer(3)] ?? '');
  return {
    kind: 'iban',
    written: random.integer(4) === 0 ? written.toLowerCase() : written,
    forbidden: number,
  };
}

function grouped(number: string, separator: string): string {
  return (number.match(/.{1,4}/g) ?? []).join(separator);
}

function email(random: Random): PlantedSecret {
  const local = `${names[random.integer(names.length)]}${random.integer(1_000_000)}`;
  const sign = random.integer(5) === 0 ? '%40' : '@';
  const written = `${local}${sign}${hosts[random.integer(hosts.length)]}`;
  return { kind: 'e-mail', written, forbidden: local };
}

function phone(random: Random): PlantedSecret {
  const line = `${2 + random.integer(8)}${digits(random, 2)}`;
  const last = digits(random, 4);
  const forms = [
    `+1${2 + random.integer(8)}15${line}${last}`,
    `+49 171 ${line}${last}`,
    `+44 (0)20 7${line} ${last}`,
    `(415) ${line}-${last}`,
    `415-${line}-${last}`,
    `0171 ${line}${last}`,
    `01 23 ${digits(random, 2)} ${digits(random, 2)} ${digits(random, 2)}`,
  ];
  const written = forms[random.integer(forms.length)] ?? '';
  return { kind: 'phone', written, forbidden: written };
}

function key(random: Random): PlantedSecret {
  const secret = text(random, 32);
  const forms = [
    `titans_${text(random, 8)}_${secret}`,
    `Bearer ${secret}`,
    `password=${secret}`,
    `{"api_key":"${secret}"}`,
    `postgres://titans:${secret}@10.0.0.9/bank`,
    `client_secret: ${secret}`,
  ];
  return { kind: 'key', written: forms[random.integer(forms.length)] ?? '', forbidden: secret };
}

function token(random: Random): PlantedSecret {
  const claims = text(random, 40);
  return {
    kind: 'token',
    written: `eyJhbGciOiJIUzI1NiJ9.eyJ${claims}.${text(random, 43)}`,
    forbidden: claims,
  };
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function text(random: Random, length: number): string {
  return Array.from({ length }, () => letters[random.integer(letters.length)]).join('');
}

/** A value that is nobody's secret: amounts, dates, references, identifiers and checksums as logs have them. */
export function ordinaryValue(random: Random): string {
  const year = 1990 + random.integer(50);
  const month = String(1 + random.integer(12)).padStart(2, '0');
  const day = String(1 + random.integer(28)).padStart(2, '0');
  const amount = random.integer(100_000_000) / 100;
  const hex = (count: number): string =>
    Array.from({ length: count }, () => '0123456789abcdef'[random.integer(16)]).join('');
  const forms: readonly (() => string)[] = [
    () => amount.toFixed(2),
    () => `-${amount.toLocaleString('de-DE')} EUR`,
    () => `+${amount.toLocaleString('en-US')} USD`,
    () => `${year}-${month}-${day}`,
    () => `${day}.${month}.${year} ${month}:${day}`,
    () => `${year}-${month}-${day}T10:${day}:${month}.${digits(random, 3)}Z`,
    () => String(1_600_000_000_000 + random.integer(400_000_000) * 1_000),
    () => `INV-${year}-${digits(random, 6)}`,
    () => digits(random, 6 + random.integer(7)),
    () => `E2E-${year}${month}${day}-${digits(random, 7)}`,
    () => `RF${digits(random, 2)} ${digits(random, 4)} ${digits(random, 4)} ${digits(random, 4)}`,
    () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
    () => hex(64),
    () =>
      `10.${random.integer(256)}.${random.integer(256)}.${random.integer(256)}:${1 + random.integer(65535)}`,
    () => `WHOLEFDS MKT ${digits(random, 5)} AUSTIN TX`,
    () => `batch_${random.integer(100)} of ${1 + random.integer(999999)} rows in ${amount} ms`,
  ];
  return forms[random.integer(forms.length)]?.() ?? '';
}
