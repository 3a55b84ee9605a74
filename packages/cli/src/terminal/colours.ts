import { styleText } from 'node:util';

/** Colours text, or leaves it as it is. */
export interface Colours {
  strong(text: string): string;
  faint(text: string): string;
  good(text: string): string;
  warning(text: string): string;
  bad(text: string): string;
  accent(text: string): string;
}

type Format = Parameters<typeof styleText>[0];

/** Colours for a terminal, or none. */
export function coloursOf(areWanted: boolean): Colours {
  const styled =
    (format: Format) =>
    (text: string): string =>
      // Whether colours are wanted has been decided: newer releases of Node would look at the standard output once more.
      areWanted && text !== '' ? styleText(format, text, { validateStream: false }) : text;
  return {
    strong: styled('bold'),
    faint: styled('dim'),
    good: styled('green'),
    warning: styled('yellow'),
    bad: styled('red'),
    accent: styled('cyan'),
  };
}

/**
 * Whether to write colours: as NO_COLOR (https://no-color.org) and FORCE_COLOR say, else on a terminal that is not `dumb`.
 *
 * @param isTerminal Whether the stream is one.
 */
export function wantsColours(
  isTerminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  const { NO_COLOR: refused = '', FORCE_COLOR: forced, TERM: terminal } = environment;
  if (refused !== '') return false;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTerminal && terminal !== 'dumb';
}
