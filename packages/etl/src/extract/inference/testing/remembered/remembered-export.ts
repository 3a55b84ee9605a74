/** An export as a bank, a card or a wallet writes it, remembered by hand, with what it means. */
export interface RememberedExport {
  readonly name: string;
  readonly text: string;
  /** Encoding of the file, UTF-8 unless told. */
  readonly encoding?: 'latin1' | 'utf16le';
  readonly currency: string;
  /** Each transaction as day, amount (below zero for money out) and a part of its description or merchant. */
  readonly rows: readonly (readonly [date: string, amount: string, text: string])[];
  /** Settings of which the file does not tell what they are: that has to be said. */
  readonly open?: readonly ('dateFormat' | 'amountFormat' | 'sign')[];
}
