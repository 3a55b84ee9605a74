import { readFileSync } from 'node:fs';
import { createTransaction, parsePlainDate, type Transaction } from '@titans/core';

/** Postings of the checking account of the Beancount example, which stand below the line with payee and narration. */
export function checkingAccount(path: string | URL): readonly Transaction[] {
  const rows: Transaction[] = [];
  let head: RegExpExecArray | null = null;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    head = /^(\d{4}-\d\d-\d\d) \* (?:"([^"]*)" )?"([^"]*)"/.exec(line) ?? head;
    const posting = /^ +Assets:US:BofA:Checking +(-?[\d.]+) USD/.exec(line);
    if (head === null || posting === null) continue;
    const [, date = '', payee = '', narration = ''] = head;
    rows.push(
      createTransaction({
        date: parsePlainDate(date),
        description: `${payee} ${narration}`.trim(),
        amount: Number(posting[1]),
      }),
    );
  }
  return rows;
}
