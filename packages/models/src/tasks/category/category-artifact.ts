import {
  type ArtifactArray,
  type ArtifactContent,
  type CurrencyCode,
  isCurrency,
  isTitansError,
  type JsonValue,
} from '@titans/core';
import { restoreOnlinePayeeMemory } from '../../estimators/neighbours/online-payee-memory.js';
import { restorePayeeMemory } from '../../estimators/neighbours/payee-memory.js';
import { nested, nestedContent } from '../../estimators/nested-artifact.js';
import { type ArtifactReader, type Migrations, readArtifact } from '../../estimators/restoring.js';
import { restoreTextClassifier } from '../../estimators/text/fitted-text-classifier.js';
import type { RuleDocument } from '../../rules/rule.js';
import { type RuleSet, ruleSet } from '../../rules/rule-set.js';
import { measurementsFrom, measurementsToJson } from '../measurements.js';
import type { Nearness } from './amount-nearness.js';
import { type FurtherTextField, furtherTextFields } from './category-input.js';
import type { CategoryParts } from './category-parts.js';
import type { Combiner } from './combiner.js';
import { type Habits, habitTraits } from './habits.js';
import { payeeGroups } from './known-payees.js';
import { type LexiconRatios, lexiconDetails } from './lexicon-source.js';
import type { PayeeAmounts } from './payee-amounts.js';
import { startWeights } from './sources.js';

export const categoryKind = 'titans/category-model';
const version = 4;

const migrations: Migrations = {
  // Accounts were not looked at.
  2: (content) => {
    const none = new Float64Array(0);
    return { ...content, arrays: { ...content.arrays, accounts: none, [`habits/${accountHabit}`]: none } };
  },
  // Only amounts that were much alike, of the latest rows, counted.
  3: (content) => ({
    ...content,
    data: { ...Object(content.data), nearness: { width: 0.1, halfLifeRows: 20 } },
  }),
};
/** Place of the account among the habits, which are written by their places. */
const accountHabit = 5;

/** The model as data: hashes of names and of n-grams, no names; rules of the user as they were written. */
export function categoryArtifact(parts: CategoryParts): ArtifactContent {
  const { sources, combiner, corrections } = parts;
  const text = nested('text', sources.text.toArtifact());
  const memory = nested('memory', sources.memory.toArtifact());
  const corrected = nested('corrections', corrections.toArtifact());
  const { amountEnds, paymentMethods, merchantCategoryCodes, accounts, logRatios } = sources.habits;
  const arrays: Record<string, ArtifactArray> = {
    ...text.arrays,
    ...memory.arrays,
    ...corrected.arrays,
    combinerWeights: Float64Array.from(combiner.weights.flatMap((weights) => [...weights])),
    novelty: combiner.novelty,
    amountEnds,
    accounts,
    ...amountsContent('payee', sources.amounts),
    ...(sources.accountAmounts === null ? {} : amountsContent('payeeOnAccount', sources.accountAmounts)),
    lexicon: sources.lexicon ?? new Float64Array(0),
  };
  logRatios.forEach((ratios, at) => {
    arrays[`habits/${at}`] = ratios;
  });
  return {
    kind: categoryKind,
    version,
    data: {
      text: text.data,
      memory: memory.data,
      corrections: corrected.data,
      rules: parts.rules === null ? null : (JSON.parse(JSON.stringify(parts.rules.document)) as JsonValue),
      paymentMethods,
      merchantCategoryCodes,
      further: sources.further,
      nearness: { ...sources.amounts.nearness },
      currency: parts.currency,
      threshold: parts.threshold,
      trainedOn: parts.trainedOn,
      measurements: measurementsToJson(parts.measurements),
    },
    arrays,
  };
}

function amountsContent(
  of: 'payee' | 'payeeOnAccount',
  { keys, firstRow, labels, sizes, days }: PayeeAmounts,
): Record<string, ArtifactArray> {
  return {
    [`${of}Keys`]: keys,
    [`${of}FirstRow`]: firstRow,
    [`${of}Labels`]: labels,
    [`${of}Sizes`]: sizes,
    [`${of}Days`]: days,
  };
}

/** @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`. */
export function readCategoryParts(content: ArtifactContent): CategoryParts {
  const artifact = readArtifact(content, categoryKind, version, migrations);
  const text = restoreTextClassifier(nestedContent(content, artifact, 'text'));
  const memory = restorePayeeMemory(nestedContent(content, artifact, 'memory'));
  const classes = text.classes.length;
  const habits = habitsOf(artifact, classes);
  if (memory.classes.length !== classes) throw artifact.corrupt('its parts have different categories');
  return {
    sources: {
      text,
      memory,
      habits,
      amounts: amountsOf(artifact, 'payee', classes),
      accountAmounts: habits.accounts.length === 0 ? null : amountsOf(artifact, 'payeeOnAccount', classes),
      lexicon: lexiconOf(artifact, classes),
      further: furtherOf(artifact),
    },
    combiner: combinerOf(artifact),
    rules: rulesOf(artifact),
    corrections: restoreOnlinePayeeMemory(nestedContent(content, artifact, 'corrections')),
    currency: currencyOf(artifact),
    threshold: artifact.number('threshold'),
    trainedOn: artifact.number('trainedOn'),
    measurements: measurementsFrom(artifact),
  };
}

function habitsOf(artifact: ArtifactReader, classes: number): Habits {
  const values = {
    amountEnds: artifact.float64('amountEnds'),
    paymentMethods: artifact.texts('paymentMethods'),
    merchantCategoryCodes: artifact.texts('merchantCategoryCodes'),
    accounts: artifact.float64('accounts'),
  };
  const logRatios = habitTraits(values).map((trait, at) => {
    const ratios = artifact.float64(`habits/${at}`);
    if (ratios.length === trait.values * classes && ratios.every(Number.isFinite)) return ratios;
    throw artifact.corrupt(`its habits of ${trait.name} do not belong to its categories`);
  });
  return { ...values, logRatios };
}

function amountsOf(artifact: ArtifactReader, of: 'payee' | 'payeeOnAccount', classes: number): PayeeAmounts {
  const amounts: PayeeAmounts = {
    keys: artifact.float64(`${of}Keys`),
    firstRow: artifact.int32(`${of}FirstRow`),
    labels: artifact.int32(`${of}Labels`),
    sizes: artifact.float64(`${of}Sizes`),
    days: artifact.int32(`${of}Days`),
    nearness: nearnessOf(artifact),
  };
  const { keys, firstRow, labels, sizes, days } = amounts;
  if (
    firstRow.length !== keys.length + 1 ||
    firstRow[0] !== 0 ||
    firstRow[keys.length] !== labels.length ||
    firstRow.some((from, at) => at > 0 && from <= (firstRow[at - 1] as number)) ||
    sizes.length !== labels.length ||
    days.length !== labels.length ||
    labels.some((label) => label < 0 || label >= classes)
  ) {
    throw artifact.corrupt('its payees and their amounts do not belong together');
  }
  return amounts;
}

function nearnessOf(artifact: ArtifactReader): Nearness {
  const { width, halfLifeRows } = Object(artifact.json('nearness')) as Partial<Nearness>;
  if (isAboveZero(width) && isAboveZero(halfLifeRows)) return { width, halfLifeRows };
  throw artifact.corrupt('its nearness of amounts is none');
}

function isAboveZero(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value < Number.POSITIVE_INFINITY;
}

/** Empty where the lexicon is not asked. */
function lexiconOf(artifact: ArtifactReader, classes: number): LexiconRatios | null {
  const ratios = artifact.float64('lexicon');
  if (ratios.length === 0) return null;
  if (
    ratios.length === lexiconDetails * classes &&
    ratios.every((ratio) => ratio >= 0 && Number.isFinite(ratio))
  )
    return ratios;
  throw artifact.corrupt('its lexicon does not belong to its categories');
}

function combinerOf(artifact: ArtifactReader): Combiner {
  const weights = artifact.float64('combinerWeights');
  const novelty = artifact.float64('novelty');
  const sources = startWeights.length;
  if (
    weights.length !== payeeGroups * sources ||
    novelty.length !== payeeGroups ||
    !weights.every((weight) => weight >= 0 && weight < Number.POSITIVE_INFINITY) ||
    !novelty.every((share) => share >= 0 && share <= 1)
  ) {
    throw artifact.corrupt('its weights are not those of its sources');
  }
  return {
    weights: Array.from(novelty, (_, group) => weights.slice(group * sources, (group + 1) * sources)),
    novelty,
  };
}

function rulesOf(artifact: ArtifactReader): RuleSet | null {
  const document: unknown = artifact.json('rules');
  if (document === null) return null;
  try {
    return ruleSet(document as RuleDocument);
  } catch (error) {
    if (isTitansError(error)) throw artifact.corrupt(`its rules are wrong: ${error.message}`);
    throw error;
  }
}

function furtherOf(artifact: ArtifactReader): readonly FurtherTextField[] {
  return artifact.texts('further').map((field): FurtherTextField => {
    const known = furtherTextFields.find((candidate) => candidate === field);
    if (known === undefined) throw artifact.corrupt(`"further" names ${field}`);
    return known;
  });
}

function currencyOf(artifact: ArtifactReader): CurrencyCode {
  const currency = artifact.text('currency');
  if (!isCurrency(currency)) throw artifact.corrupt('its currency is unknown');
  return currency;
}
