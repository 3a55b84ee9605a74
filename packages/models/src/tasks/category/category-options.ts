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
}

/** Options that were checked. */
export interface CategorySettings {
  readonly rules: RuleSet | null;
  readonly memory: PayeeMemoryParameters;
}

/** @throws TitansError `INVALID_ARGUMENT` for an unknown option, `CONFIG_INVALID` for a wrong rule. */
export function checkCategoryOptions(options: CategoryOptions = {}): CategorySettings {
  refuseUnknownParameters('category', options, ['rules', 'memory']);
  const { memory = {} } = options;
  checkPayeeMemoryParameters('category.memory', memory);
  return { rules: options.rules === undefined ? null : rulesOf(options.rules), memory };
}

/** Rules that are ready to run, of whatever form they were given in. */
export function rulesOf(rules: RuleSet | RuleDocument | readonly Rule[]): RuleSet {
  const isReady = typeof rules === 'object' && rules !== null && 'apply' in rules && 'document' in rules;
  return isReady ? rules : ruleSet(rules);
}
