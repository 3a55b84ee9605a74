type Format = (amount: number) => string;
const money = new Map<string, Format>();

/**
 * An amount in a currency, as the reader writes it and with as many decimals as the currency has. Dollars of other countries
 * are told apart, and what is rounded to nothing has no sign. A code that is none stands beside a plain number.
 */
export function formatMoney(amount: number, currency: string, isShort = false): string {
  const key = `${currency} ${isShort}`;
  let format = money.get(key);
  if (format === undefined) {
    format = moneyFormat(currency, isShort);
    money.set(key, format);
  }
  return format(amount);
}

function moneyFormat(currency: string, isShort: boolean): Format {
  const style: Intl.NumberFormatOptions = {
    signDisplay: 'negative',
    ...(isShort && { notation: 'compact', maximumFractionDigits: 1 }),
  };
  try {
    return new Intl.NumberFormat(undefined, { style: 'currency', currency, ...style }).format;
  } catch {
    // A text that is no code of a currency.
    const plain = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2, ...style });
    return (amount) => `${plain.format(amount)} ${currency}`;
  }
}

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });
const finePercent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });
const rate = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
const figure = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 4 });
const signed = new Intl.NumberFormat(undefined, { maximumFractionDigits: 3, signDisplay: 'exceptZero' });

export const formatCount = (value: number): string => whole.format(value);
export const formatCompact = (value: number): string => compact.format(value);
/** A share of 0 to 1. */
export const formatShare = (share: number): string => percent.format(share);
/** The same with a decimal. */
export const formatFineShare = (share: number): string => finePercent.format(share);
/** So many a second. */
export const formatRate = (value: number | null): string => (value === null ? '—' : rate.format(value));
/** Four digits. */
export const formatFigure = (value: number | null): string => (value === null ? '—' : figure.format(value));
export const formatSigned = (value: number): string => signed.format(value);

/** A time in the unit in which it is short. */
export function formatSeconds(seconds: number | null): string {
  if (seconds === null) return '—';
  const [value, unit] =
    seconds < 0.001
      ? ([seconds * 1e6, 'microsecond'] as const)
      : seconds < 1
        ? ([seconds * 1e3, 'millisecond'] as const)
        : ([seconds, 'second'] as const);
  return new Intl.NumberFormat(undefined, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumSignificantDigits: 2,
  }).format(value);
}
