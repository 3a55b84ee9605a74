import { extract } from '@titans/etl';

export const statement = () => extract('statement.csv').table();

export async function read() {
  const { profile, transactions, rejections } = await statement();
  return {
    summary: profile.summary(),
    length: transactions.length,
    codes: rejections.map(({ code }) => code),
  };
}
