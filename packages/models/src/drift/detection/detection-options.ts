import { TitansError } from '@titans/core';
import {
  integerWithin,
  numberBetween,
  numberWithin,
  oneOf,
  refuseUnknownParameters,
} from '../../estimators/parameters.js';
import type { FalseDiscoveryMethod } from '../multiple-testing/adjusted-p-values.js';
import type { ColumnKind } from '../sketches/column-sketch.js';
import { type CategoricalTestName, categoricalTests } from './categorical-tests.js';
import type { DriftTest } from './drift-test.js';
import { type NumericTestName, numericTests } from './numeric-tests.js';
import { type TextTestName, textTests } from './text-tests.js';

/** A test by name or one's own. */
export type DriftTestChoice = NumericTestName | CategoricalTestName | TextTestName | DriftTest;

/** How drift is sought. */
export interface DriftOptions {
  /** How often drift may be reported where there is none, 0.05 unless told. */
  readonly level?: number;
  /** What holds the level over the columns: `bh` unless told, `by` where columns may depend on each other in any way. */
  readonly correction?: FalseDiscoveryMethod;
  /** Rows with a value that both sides need for a test, 20 unless told, from 5. */
  readonly minimumRows?: number;
  /**
   * Effect below which a column is not said to have drifted, however surely it differs; 0 unless told. With a million
   * rows differences that do not matter are certain.
   */
  readonly minimumEffect?: number;
  /** Tests by kind; `kolmogorov-smirnov`, `chi-squared` and `mean-embedding` unless told. */
  readonly tests?: Readonly<Partial<Record<ColumnKind, DriftTestChoice>>>;
  /** Tests of single columns, which go before those of their kind. */
  readonly featureTests?: Readonly<Record<string, DriftTestChoice>>;
  /** Seed of drawn p-values, 0 unless told. */
  readonly seed?: number;
}

/** Options in force. */
export interface DriftSettings {
  readonly level: number;
  readonly correction: FalseDiscoveryMethod;
  readonly minimumRows: number;
  readonly minimumEffect: number;
  readonly seed: number;
  testOf(feature: string, kind: ColumnKind): DriftTest;
}

const defaults: Readonly<Record<ColumnKind, DriftTestChoice>> = {
  numeric: 'kolmogorov-smirnov',
  categorical: 'chi-squared',
  text: 'mean-embedding',
};

/** @throws TitansError `INVALID_ARGUMENT`. */
export function driftSettings(options: DriftOptions): DriftSettings {
  refuseUnknownParameters('detectDrift', options, [
    'level',
    'correction',
    'minimumRows',
    'minimumEffect',
    'tests',
    'featureTests',
    'seed',
  ]);
  const ofFeature = new Map(Object.entries(options.featureTests ?? {}));
  const { tests = {} } = options;
  refuseUnknownParameters('tests', tests, ['numeric', 'categorical', 'text']);
  const settings: DriftSettings = {
    level: numberBetween('level', options.level ?? 0.05, 0, 1),
    correction: oneOf('correction', options.correction ?? 'bh', ['bh', 'by']),
    minimumRows: integerWithin('minimumRows', options.minimumRows ?? 20, 5, Number.MAX_SAFE_INTEGER),
    minimumEffect: numberWithin('minimumEffect', options.minimumEffect ?? 0, 0, 1),
    seed: integerWithin('seed', options.seed ?? 0, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    testOf: (feature, kind) =>
      testNamed(ofFeature.get(feature) ?? tests[kind] ?? defaults[kind], feature, kind),
  };
  for (const kind of ['numeric', 'categorical', 'text'] as const) settings.testOf('', kind);
  return settings;
}

function testNamed(choice: DriftTestChoice, feature: string, kind: ColumnKind): DriftTest {
  const known: Readonly<Record<string, DriftTest>> = {
    numeric: numericTests,
    categorical: categoricalTests,
    text: textTests,
  }[kind];
  if (typeof choice === 'string') {
    const test = Object.hasOwn(known, choice) ? known[choice] : undefined;
    if (test !== undefined) return test;
  } else if (choice.kind === kind && typeof choice.compare === 'function') {
    return choice;
  }
  const name = typeof choice === 'string' ? choice : choice.name;
  throw new TitansError(
    'INVALID_ARGUMENT',
    `${name} is no test of ${kind} columns${feature === '' ? '' : ` such as ${feature}`}. There are ${Object.keys(known).join(', ')}.`,
    { details: { field: 'tests', column: feature } },
  );
}
