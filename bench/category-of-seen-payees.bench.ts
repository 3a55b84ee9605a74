import { learnedPayees, paymentsFrom, suiteOfPayees } from './asked-payees.js';
import type { Benchmark } from './benchmark.js';

const asked = 2_000;

export const benchmark: Benchmark = {
  name: 'categories of payees that were seen, one by one',
  unit: 'predictions',
  async prepare() {
    const { category } = await suiteOfPayees();
    const payments = paymentsFrom(0, learnedPayees);
    return async () => {
      for (let at = 0; at < asked; at++) category.predict(payments[at % learnedPayees] ?? {});
      return asked;
    };
  },
};
