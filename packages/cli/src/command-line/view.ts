import type { Colours } from '../terminal/colours.js';

/** How documents are rendered for people. */
export interface View {
  readonly colours: Colours;
  /** Characters of a line of the terminal; `undefined` where nothing has to fit. */
  readonly width: number | undefined;
}
