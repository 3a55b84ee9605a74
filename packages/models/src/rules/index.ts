/**
 * Rules of the user: conditions and actions as plain JSON, run in stages by specificity, with a trace of what set what,
 * dry runs, reports of conflicts, and rules suggested from corrections.
 *
 * @module
 */
export type { RuleConflict } from './conflicts/conflicts.js';
export type { RuleDryRun, RuleUse } from './dry-run.js';
export type { RuleCategory, RuledValue, RuleOutcome, RuleTraceEntry } from './outcome.js';
export {
  type Rule,
  type RuleActions,
  type RuleAmountCondition,
  type RuleAmountField,
  type RuleComparison,
  type RuleCondition,
  type RuleDateCondition,
  type RuleDatePartCondition,
  type RuleDatePartField,
  type RuleDocument,
  type RuleField,
  type RuleRecurringCondition,
  type RuleStage,
  type RuleTagsCondition,
  type RuleTextCondition,
  type RuleTextField,
  ruleFormatVersion,
  ruleLimits,
} from './rule.js';
export type { RuleApplication } from './rule-application.js';
export { type RuleDryRunOptions, type RuleSet, ruleSet } from './rule-set.js';
export {
  type CategoryCorrection,
  type SuggestedRule,
  type SuggestRulesOptions,
  suggestRules,
} from './suggest-rules.js';
