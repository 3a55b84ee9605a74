import { TitansError } from '@titans/core';
import {
  checkPayeeMemoryParameters,
  type PayeeMemoryParameters,
} from '../../estimators/neighbours/payee-memory-parameters.js';
import { refuseUnknownParameters } from '../../estimators/parameters.js';
import type { Rule, RuleDocument } from '../../rules/rule.js';
import { type RuleSet, ruleSet } from '../../rules/rule-set.js';

/** How categories are learned and answered. */
export interface CategoryOptions {
  /** Rules of the user, which decide before anything that was learned; none unless told. */
  readonly rules?: RuleSet | RuleDocument | readonly Rule[];
  /** How earlier rows of a payee fade, and how many are remembered. */
  readonly memory?: PayeeMemoryParameters;
  /**
   * Whether the lexicon of English words and brands, known without training, speaks beside what is learned; `true` unless
   * told. Without it a model knows nothing but the rows it was given.
   */
  readonly lexicon?: boolean;
}

/** Options that were checked. */
export interface CategorySettings {
  readonly rules: RuleSet | null;
  readonly memory: PayeeMemoryParameters;
  readonly lexicon: boolean;
}

/** @throws TitansError `INVALID_ARGUMENT` for an unknown option, `CONFIG_INVALID` for a wrong rule. */
export function checkCategoryOptions(options: CategoryOptions = {}): CategorySettings {
  refuseUnknownParameters('category', options, ['rules', 'memory', 'lexicon']);
  const { memory = {}, lexicon = true } = options;
  checkPayeeMemoryParameters('category.memory', memory);
  if (typeof lexicon !== 'boolean') {
    throw new TitansError('INVALID_ARGUMENT', '"category.lexicon" must be true or false.', {
      details: { field: 'category.lexicon' },
    });
  }
  return { rules: options.rules === undefined ? null : rulesOf(options.rules), memory, lexicon };
}

/** Rules that are ready to run, of whatever form they were given in. */
export function rulesOf(rules: RuleSet | RuleDocument | readonly Rule[]): RuleSet {
  const isReady = typeof rules === 'object' && rules !== null && 'apply' in rules && 'document' in rules;
  return isReady ? rules : ruleSet(rules);
}
