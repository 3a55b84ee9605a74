import type { CurrencyCode } from '@titans/core';
import type { OnlinePayeeMemory } from '../../estimators/neighbours/online-payee-memory.js';
import type { RuleSet } from '../../rules/rule-set.js';
import type { Measurement } from '../models.js';
import type { Combiner } from './combiner.js';
import type { CategorySources } from './sources.js';

/** Everything a category model consists of. */
export interface CategoryParts {
  readonly sources: CategorySources;
  readonly combiner: Combiner;
  readonly rules: RuleSet | null;
  /** Changed by a live model alone, which has its own. */
  readonly corrections: OnlinePayeeMemory;
  /** The currency in which amounts were learned; those of other currencies are not looked at. */
  readonly currency: CurrencyCode;
  readonly threshold: number;
  readonly measurements: readonly Measurement[];
  readonly trainedOn: number;
}
