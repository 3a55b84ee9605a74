import {
  addDays,
  createTransaction,
  type Transaction,
  type TransactionTable,
  tableFromRows,
} from '@titans/core';

/** Four cards in daily use; every fifth day one of them is misused at night for ordinary amounts at a new place. */
export function misusedCards(days: number): { readonly table: TransactionTable; readonly labels: boolean[] } {
  const rows: Transaction[] = [];
  const labels: boolean[] = [];
  const add = (row: Parameters<typeof createTransaction>[0], isFraud: boolean): void => {
    rows.push(createTransaction(row));
    labels.push(isFraud);
  };
  for (let day = 0; day < days; day++) {
    const date = addDays('2024-01-01', day);
    for (let card = 0; card < 4; card++) {
      const time = `${9 + ((day * 5 + card) % 11)}:30`.padStart(5, '0');
      const description = `Shop ${'ABCDE'[(day + card) % 5]}`;
      add(
        {
          date,
          time,
          accountId: `card ${card}`,
          description,
          amount: -(20 + ((day * 7 + card) % 31)),
          category: 'food',
        },
        false,
      );
    }
    if (day % 5 === 4) {
      const accountId = `card ${day % 4}`;
      add(
        {
          date,
          time: '23:40',
          accountId,
          description: `Kiosk ${'FGHIJ'[day % 5]}`,
          amount: -(25 + (day % 17)),
          category: 'travel',
        },
        true,
      );
    }
  }
  return { table: tableFromRows(rows), labels };
}
