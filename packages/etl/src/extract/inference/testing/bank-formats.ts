import { bankHeaders } from './bank-headers.js';

/** A format of bank2ynab.conf with the parts that say what a file means. */
export interface BankFormat {
  readonly name: string;
  readonly delimiter: string;
  readonly headerRows: number;
  /** What each column stands for, for example `Date`, `Payee`, `Inflow` or `skip`. */
  readonly roles: readonly string[];
  /** As `strptime` has it; empty where it is not known. */
  readonly dateFormat: string;
  /** Words for money in and money out in the column `CDFlag`. */
  readonly flags: readonly [inflow: string, outflow: string] | null;
  readonly isSwapped: boolean;
  /** Names and kinds of the columns, where they are not those of the table of headers. */
  readonly header?: string;
}

/** A file that is written as the format says, with what it means. */
export interface BankFile {
  readonly text: string;
  /**
   * Amounts in cents, below zero for money out, and what stands in the column of the payee, else of the memo; no date where
   * the configuration names none.
   */
  readonly truth: readonly { readonly date: string | null; readonly minor: number; readonly party: string }[];
}

/** Reads the sections of the configuration. */
export function bankFormats(configuration: string): readonly BankFormat[] {
  const sections: Map<string, string>[] = [];
  for (const line of configuration.split('\n')) {
    const section = /^\[(.+)\]$/.exec(line)?.[1];
    if (section !== undefined) sections.push(new Map([['name', section]]));
    const option = /^([A-Za-z][A-Za-z ]*?) *= *(.*)$/.exec(line);
    if (option !== null)
      sections.at(-1)?.set((option[1] as string).toLowerCase(), (option[2] as string).trim());
  }
  const [defaults, ...banks] = sections;
  return banks.map((bank) => {
    const of = (key: string): string => bank.get(key) ?? defaults?.get(key) ?? '';
    const [, inflow, outflow] = of('inflow or outflow indicator').split(',');
    return {
      name: of('name'),
      delimiter: of('source csv delimiter').replace('\\t', '\t'),
      headerRows: Number(of('header rows')),
      roles: of('input columns')
        .split(',')
        .map((role) => role.trim()),
      dateFormat: of('date format').startsWith('#') ? '' : of('date format'),
      flags: inflow === undefined || outflow === undefined ? null : [inflow, outflow],
      isSwapped:
        /Inflow,Outflow$/.test(bank.get('output columns') ?? '') &&
        (bank.get('output columns') ?? '').includes('Memo,Inflow'),
    };
  });
}

const parties = [
  'REWE Markt 4711',
  'Shell 2093',
  'IKEA Deutschland',
  'Netflix.com',
  'Anna Meyer',
  'Vattenfall Europe',
  'Deutsche Bahn AG',
  'Spotify AB',
  'H&M Stockholm',
  'Coop Konsum',
  'Jan de Vries',
  'Albert Heijn 1576',
  'TESCO STORES 3321',
  'Amazon EU',
  'Vodafone GmbH',
  'Hotel Adlon',
  'Apotheke am Markt',
  'Cafe Central',
  'Decathlon 55',
  'Piotr Nowak',
];
const kinds = ['Card payment', 'Direct debit', 'Transfer', 'Standing order'];
const categories = ['Groceries', 'Travel', 'Household', 'Leisure', 'Utilities'];
const cities = ['Berlin', 'Leeds', 'Wien', 'Utrecht', 'Oslo'];
const currencyOf: Readonly<Record<string, string>> = {
  AU: 'AUD',
  BR: 'BRL',
  CA: 'CAD',
  CH: 'CHF',
  CO: 'COP',
  CZ: 'CZK',
  DK: 'DKK',
  HU: 'HUF',
  MV: 'MVR',
  NO: 'NOK',
  PL: 'PLN',
  SE: 'SEK',
  SG: 'SGD',
  UK: 'GBP',
  US: 'USD',
};
/** Countries whose exports have a decimal comma, but for the banks that export in English. */
const commaCountries = /^(?:AT|BE|BR|CZ|DE|DK|EE|ES|FI|FR|HU|IT|NL|NO|PL|PT|SE|TR|LV|Hibiscus)\b/;
const pointBanks =
  /Deutsche Bank|N26|RCM|Erste|SEB|SE Swedbank|LV Swedbank|Länsförsäkringar|SparkasseX|PKO|Bancolombia|Personal|BNP Paribas Fortis Old/;

/** Writes 60 transactions as the format says. The same every time. */
export function bankFile(format: BankFormat): BankFile {
  const columns = (format.header ?? bankHeaders[format.name] ?? '').split('|').map((column) => {
    const at = column.lastIndexOf('~');
    return at === -1 ? { name: column, kind: '' } : { name: column.slice(0, at), kind: column.slice(at + 1) };
  });
  if (columns.length !== format.roles.length) {
    throw new Error(`${format.name}: ${columns.length} columns, not ${format.roles.length}.`);
  }
  const comma = commaCountries.test(format.name) && !pointBanks.test(format.name);
  const random = generator(format.name);
  const country = /^[A-Z]{2}(?= )/.exec(format.name)?.[0] ?? '';
  const currency = currencyOf[country] ?? 'EUR';
  const money = (minor: number): string => {
    const whole = String(Math.floor(Math.abs(minor) / 100));
    const grouped =
      whole.length > 3 && format.delimiter !== ','
        ? `${whole.slice(0, -3)}${comma ? '.' : ','}${whole.slice(-3)}`
        : whole;
    return `${minor < 0 ? '-' : ''}${grouped}${comma ? ',' : '.'}${String(Math.abs(minor) % 100).padStart(2, '0')}`;
  };
  const truth: BankFile['truth'][number][] = [];
  const lines: string[] = [];
  let day = Date.UTC(2023, 10, 3);
  let balance = 123_456;
  const rows = Array.from({ length: 60 }, (_, row) => {
    day += random(4) * 86_400_000;
    const isIncome = row % 15 === 7;
    const minor = isIncome ? 150_000 + random(90_000) : -(199 + random(row % 9 === 0 ? 120_000 : 9_000));
    balance += minor;
    return {
      day,
      minor,
      balance,
      party: isIncome ? 'ACME Payroll Ltd' : (parties[random(parties.length)] as string),
      row,
    };
  });
  const isNewestFirst = random(2) === 0;
  for (const { day: at, minor, balance: after, party, row } of isNewestFirst ? rows.reverse() : rows) {
    const isIn = minor > 0;
    const hasTwo = format.roles.filter((role) => role === 'Inflow' || role === 'Outflow').length === 2;
    const value = (role: string, column: number): string => {
      switch (role) {
        case 'Date':
          return dateText(at, format.dateFormat);
        case 'Payee':
          return party;
        case 'Memo':
          return isIn
            ? `Salary payment ref ${4_000 + row}`
            : `${kinds[row % kinds.length]} ${party.split(' ')[0]} nr ${1_000 + random(8_999)} thank you`;
        case 'Category':
          return categories[row % categories.length] as string;
        case 'Running Balance':
          return money(after);
        case 'CDFlag':
          return (format.flags ?? ['C', 'D'])[isIn ? 0 : 1] as string;
        case 'Amount':
          return money(minor);
        case 'Inflow':
          if (format.flags !== null) return money(Math.abs(minor));
          if (!hasTwo) return money(format.isSwapped ? -minor : minor);
          if (!format.roles.includes('Outflow'))
            return isIn === isCreditColumn(columns[column]?.name ?? '') ? money(minor) : '';
          return isIn ? money(minor) : '';
        case 'Outflow':
          if (hasTwo) return isIn ? '' : money(-minor);
          return format.name === 'Wise' ? money(Math.abs(minor)) : money(-minor);
        default:
          return '';
      }
    };
    const skipped = (kind: string): string => {
      switch (kind) {
        case 'date2':
          return dateText(at + 86_400_000, format.dateFormat);
        case 'date0':
          return dateText(at - 86_400_000, format.dateFormat);
        case 'date3':
          return dateText(Date.UTC(2024, 2, 28), format.dateFormat);
        case 'stamp':
          return `${dateText(at, '%d.%m.%Y')} 0${row % 10}:15:${10 + (row % 50)}:123`;
        case 'time':
          return `1${row % 10}:2${row % 10}:05`;
        case 'iban':
          return isIn ? 'DE02120300000000202051' : `NL${10 + (row % 89)}ABNA0${417_164_300 + random(99)}`;
        case 'own':
          return '0051234567';
        case 'ownIban':
          return 'DE89370400440532013000';
        case 'bic':
          return 'DEUTDEFF';
        case 'bank':
          return '37040044';
        case 'cur':
          return currency;
        case 'bal':
          return money(after);
        case 'balSparse':
          return row % 3 === 0 ? money(after) : '';
        case 'pos':
          return isIn ? money(minor) : '';
        case 'neg':
          return isIn ? '' : money(minor);
        case 'same':
          return money(format.roles.includes('Outflow') ? -minor : minor);
        case 'abs':
          return money(Math.abs(minor));
        case 'one':
          return comma ? '1,00' : '1.00';
        case 'zero':
          return comma ? '0,00' : '0.00';
        case 'type':
          return kinds[row % kinds.length] as string;
        case 'debitCredit':
          return isIn ? 'Credit' : 'Debit';
        case 'debitKredit':
          return isIn ? 'Kredit' : 'Debit';
        case 'dc':
          return isIn ? 'J' : 'T';
        case 'smer':
          return isIn ? 'Příchozí' : 'Odchozí';
        case 'bevetel':
          return isIn ? 'bevétel' : 'kiadás';
        case 'dOrC':
          return isIn ? 'C' : 'D';
        case 'zone':
          return 'Europe/Berlin';
        case 'star':
          return '*';
        case 'outIn':
          return isIn ? 'IN' : 'OUT';
        case 'code':
          return ['ba', 'ei', 'id', 'tb'][row % 4] as string;
        case 'sale':
          return isIn ? 'Return' : 'Sale';
        case 'purchase':
          return 'PURCHASE';
        case 'name':
          return party;
        case 'memo':
          return `Invoice ${1_000 + row} ${party}`;
        case 'owner':
          return 'SMITH JOHN';
        case 'city':
          return cities[row % cities.length] as string;
        case 'country':
          return 'AT';
        case 'status':
          return 'Booked';
        case 'booked':
          return 'Umsatz gebucht';
        case 'ref':
          return `TX${100_000 + row * 37}`;
        case 'num':
          return String(1_000 + ((row * 7_919) % 9_000));
        case 'cat':
          return categories[row % categories.length] as string;
        case 'mcc':
          return ['5411', '5812', '4111'][row % 3] as string;
        case 'yes':
          return 'Ja';
        case 'no':
          return 'Nej';
        case 'visa':
          return 'Visa';
        default:
          return '';
      }
    };
    const cells = columns.map(({ kind }, column) =>
      kind === '' ? value(format.roles[column] ?? 'skip', column) : skipped(kind),
    );
    lines.push(cells.map((cell) => quoted(cell, format.delimiter)).join(format.delimiter));
    const payee =
      format.roles.indexOf('Payee') === -1 ? format.roles.indexOf('Memo') : format.roles.indexOf('Payee');
    const date = format.roles.includes('Date') ? new Date(at).toISOString().slice(0, 10) : null;
    truth.push({ party: cells[payee] ?? '', date, minor });
  }
  const header = columns.map(({ name }) => quoted(name, format.delimiter)).join(format.delimiter);
  const preamble = Array.from(
    { length: Math.max(0, format.headerRows - 1) },
    (_, line) =>
      ['Account statement', 'Account number: 0051234567', '', 'Period: November to January'][line % 4],
  );
  const text = [...preamble, ...(format.headerRows > 0 ? [header] : []), ...lines, ''].join('\n');
  return { text, truth };
}

function isCreditColumn(name: string): boolean {
  return /credit|gutschrift/i.test(name);
}

function dateText(at: number, format: string): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const month = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][
    date.getUTCMonth()
  ] as string;
  return (format === '' ? '%Y-%m-%d' : format)
    .replace('%Y', String(date.getUTCFullYear()))
    .replace('%y', two(date.getUTCFullYear() % 100))
    .replace('%m', two(date.getUTCMonth() + 1))
    .replace('%b', month)
    .replace('%d', two(date.getUTCDate()))
    .replace('%H', '12')
    .replace('%M', '34')
    .replace('%S', '56');
}

function quoted(cell: string, delimiter: string): string {
  return cell.includes(delimiter) || cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Numbers that look random and are the same every time (a linear congruential generator, Numerical Recipes). */
function generator(seed: string): (below: number) => number {
  let state = [...seed].reduce((hash, letter) => (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0, 7);
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
