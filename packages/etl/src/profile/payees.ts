import type { TransactionTable } from '@titans/core';

/** Whom money went to or came from. */
export interface Payees {
  readonly names: readonly string[];
  /** The number of the payee of a row. */
  of(row: number): number;
}

/** The merchant of every row, or its description where no merchant is named; the same spelling is the same payee. */
export function payeesOf(table: TransactionTable): Payees {
  const { merchantName, description } = table.columns;
  const numbers = new Map<string, number>();
  const names: string[] = [];
  const numberOf = (name: string): number => {
    const number = numbers.get(name) ?? names.push(name) - 1;
    numbers.set(name, number);
    return number;
  };
  const ofMerchant = Int32Array.from(merchantName.values, numberOf);
  const ofDescription = Int32Array.from(description.values, numberOf);
  return {
    names,
    of: (row) => {
      const merchant = merchantName.codes[row] as number;
      return merchant >= 0
        ? (ofMerchant[merchant] as number)
        : (ofDescription[description.codes[row] as number] as number);
    },
  };
}
