import { learnedPayees, paymentsFrom, suiteOfPayees } from './asked-payees.js';
import type { Benchmark } from './benchmark.js';

const asked = 2_000;

export const benchmark: Benchmark = {
  name: 'amounts of payees never seen, one by one',
  unit: 'predictions',
  async prepare() {
    const { amount } = await suiteOfPayees();
    let next = learnedPayees;
    return async () => {
      const payments = paymentsFrom(next, asked);
      next += asked;
      for (const payment of payments) amount.predict({ description: payment.description });
      return asked;
    };
  },
};
