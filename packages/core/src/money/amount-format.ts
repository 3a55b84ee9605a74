import { maskSample } from '../errors/mask.js';
import { TitansError } from '../errors/titans-error.js';

/** How amounts are written in a source. */
export interface AmountFormat {
  /** The decimal mark, `.` unless told. */
  readonly decimalMark?: '.' | ',';
  /** The thousands separator, none unless told. A space stands for every kind of space, `'` for both apostrophes. */
  readonly groupMark?: '' | ',' | '.' | ' ' | "'";
  /** How a negative amount is marked, by a sign before it unless told. */
  readonly negative?: 'leading-minus' | 'trailing-minus' | 'parentheses';
}

/** The format where none is told. */
export const strictFormat: Required<AmountFormat> = {
  decimalMark: '.',
  groupMark: '',
  negative: 'leading-minus',
};
interface Convention {
  readonly pattern: RegExp;
  readonly isInForce: (format: Required<AmountFormat>) => boolean;
  readonly hint: string;
}

const otherConventions: readonly Convention[] = [
  {
    pattern: /^\(.*\d.*\)$/,
    isInForce: ({ negative }) => negative === 'parentheses',
    hint: 'parentheses mean a negative amount: set negative to "parentheses"',
  },
  {
    pattern: /\d\s*[-−]$/,
    isInForce: ({ negative }) => negative === 'trailing-minus',
    hint: 'the minus stands behind: set negative to "trailing-minus"',
  },
  {
    pattern: /^[-−+]?\d{1,3},\d{3}$/,
    isInForce: ({ decimalMark, groupMark }) => decimalMark === ',' || groupMark === ',',
    hint: 'set groupMark to "," if that separates thousands, else decimalMark',
  },
  {
    pattern: /^[-−+]?\d+(?:\.\d{3})*,\d+$/,
    isInForce: ({ decimalMark }) => decimalMark === ',',
    hint: 'it has a decimal comma: set decimalMark to ","',
  },
  {
    pattern: /^[-−+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/,
    isInForce: ({ groupMark }) => groupMark === ',',
    hint: 'it has thousands separators: set groupMark to ","',
  },
  {
    pattern: /^[-−+]?\d{1,3}(?:\.\d{3}){2,}$/,
    isInForce: ({ groupMark }) => groupMark === '.',
    hint: 'it has thousands separators: set groupMark to "."',
  },
  {
    pattern: /\d[\s'’]\d{3}/,
    isInForce: ({ groupMark }) => groupMark === ' ' || groupMark === "'",
    hint: 'it has thousands separators: set groupMark',
  },
];

/** The error for a text that is no amount in the format in force: it names the format that would read it. */
export function amountError(text: string, format: Required<AmountFormat>): TitansError {
  const trimmed = text.trim();
  const other = otherConventions.find(
    ({ pattern, isInForce }) => pattern.test(trimmed) && !isInForce(format),
  );
  const value = maskSample(text);
  return other
    ? new TitansError('AMOUNT_FORMAT', `"${value}" is written in another convention: ${other.hint}.`, {
        details: { value },
      })
    : new TitansError('AMOUNT_INVALID', `"${value}" is not an amount.`, { details: { value } });
}
