import { Argument, InvalidArgumentError, Option } from 'commander';

/** An option with a whole number. */
export function integerOption(
  flags: string,
  description: string,
  { least, most = Number.MAX_SAFE_INTEGER }: { readonly least: number; readonly most?: number },
): Option {
  return new Option(flags, description).argParser((text: string) => {
    const value = Number(text);
    if (/^-?\d+$/.test(text) && value >= least && value <= most) return value;
    const bound = most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`;
    throw new InvalidArgumentError(`A whole number ${bound} is needed.`);
  });
}

/** An option with a number. */
export function numberOption(
  flags: string,
  description: string,
  { above, below }: { readonly above?: number; readonly below?: number } = {},
): Option {
  return new Option(flags, description).argParser((text: string) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    const isWithin =
      value > (above ?? Number.NEGATIVE_INFINITY) && value < (below ?? Number.POSITIVE_INFINITY);
    if (Number.isFinite(value) && isWithin) return value;
    const bounds = above === undefined || below === undefined ? '' : ` above ${above} and below ${below}`;
    throw new InvalidArgumentError(`A number${bounds} is needed, such as -85.5.`);
  });
}

/** An option with a day. */
export function dateOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text: string) => {
    const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
    const date = new Date(Date.UTC(year, month - 1, day));
    const isDate =
      /^\d{4}-\d{2}-\d{2}$/.test(text) && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
    if (isDate) return text;
    throw new InvalidArgumentError('A day is written YYYY-MM-DD.');
  });
}

/** An option that can be given several times. */
export function repeatedOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    text,
  ]);
}

/** An argument that is a name of some characters. */
export function textArgument(
  name: string,
  description: string,
  { most }: { readonly most: number },
): Argument {
  return new Argument(name, description).argParser((text: string) => {
    if (text.trim() !== '' && text.length <= most) return text;
    throw new InvalidArgumentError(`1 to ${most} characters are needed.`);
  });
}

/** Files that may be left out. */
export function filesArgument(description: string): Argument {
  return new Argument('[files...]', description);
}
