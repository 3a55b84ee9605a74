import { maskSample } from '@titans/core';
import { checkModelName, checkText, invalid } from '../registry/checked-names.js';
import {
  type ExperimentArm,
  type ExperimentMetric,
  type ExperimentPlan,
  experimentModes,
  experimentUnits,
  type NewExperiment,
  type PlannedMetric,
  stopRules,
} from './experiment.js';

export { invalid } from '../registry/checked-names.js';

const idPattern = /^[A-Za-z0-9][\w.-]{0,63}$/;
const dayMs = 86_400_000;
const mostRows = 1e12;
const longestMs = 1_000 * dayMs;
const mostGuards = 10;

/** @throws TitansError `INVALID_ARGUMENT` for what is no name of an experiment, a variant or a metric. */
export function checkExperimentId(field: string, id: string): void {
  if (typeof id === 'string' && idPattern.test(id)) return;
  const shown = typeof id === 'string' ? `"${maskSample(id)}"` : `a value of type ${typeof id}`;
  throw invalid(field, `Use 1 to 64 letters, digits and . _ -, a letter or digit first, not ${shown}.`);
}

/** @throws TitansError `INVALID_ARGUMENT` with the field. */
export function checkedPlan(given: NewExperiment): ExperimentPlan {
  const { id, model, champion, challenger, metric, guards = [] } = given;
  const { mode = 'split', unit = 'account', alpha = 0.05, minimumRows = 100 } = given;
  const { plannedRows = 20 * minimumRows, maximumMs = 28 * dayMs, stopOn = stopRules } = given;
  checkExperimentId('id', id);
  checkModelName(model);
  oneOf('mode', mode, experimentModes);
  oneOf('unit', unit, experimentUnits);
  for (const rule of stopOn) oneOf('stopOn', rule, stopRules);
  within('alpha', alpha, 1e-6, 0.5);
  whole('minimumRows', minimumRows, 20, mostRows);
  whole('plannedRows', plannedRows, 2 * minimumRows, mostRows);
  within('maximumMs', maximumMs, 1, longestMs);
  if (guards.length > mostGuards) throw invalid('guards', `There are at most ${mostGuards} guards.`);
  const names = [metric, ...guards].map(({ name }) => name);
  if (new Set(names).size < names.length) throw invalid('guards', 'Each metric is named once.');
  if (mode === 'split' && (champion.weight === 0 || challenger.weight === 0)) {
    throw invalid('challenger.weight', 'Both variants of a split need a weight above 0.');
  }
  return {
    ...{ id, model, mode, unit, alpha, minimumRows, plannedRows, maximumMs },
    champion: checkedArm('champion', champion),
    challenger: checkedArm('challenger', challenger),
    metric: checkedMetric('metric', metric),
    guards: guards.map(({ tolerance, ...guard }) => {
      if (tolerance !== null) within('guards.tolerance', tolerance, 0, Number.MAX_VALUE);
      return { ...checkedMetric('guards', guard), tolerance };
    }),
    stopOn: [...new Set(stopOn)],
  };
}

function checkedArm(field: string, { version, weight }: ExperimentArm): ExperimentArm {
  checkText(`${field}.version`, version, 200);
  within(`${field}.weight`, weight, 0, 1e9);
  return { version, weight };
}

function checkedMetric(field: string, { name, direction, range }: ExperimentMetric): PlannedMetric {
  checkExperimentId(`${field}.name`, name);
  oneOf(`${field}.direction`, direction, ['higher', 'lower']);
  if (range !== undefined && !(Number.isFinite(range[0]) && range[0] < range[1] && Number.isFinite(range[1])))
    throw invalid(`${field}.range`, 'A range is the least and the greatest value, which are numbers.');
  return { name, direction, range: range === undefined ? null : [range[0], range[1]] };
}

function oneOf(field: string, value: string, known: readonly string[]): void {
  if (!known.includes(value)) throw invalid(field, `${field} must be one of ${known.join(', ')}.`);
}

function within(field: string, value: number, least: number, most: number): void {
  if (typeof value === 'number' && value >= least && value <= most) return;
  throw invalid(field, `${field} must be a number from ${least} to ${most}, not ${value}.`);
}

function whole(field: string, value: number, least: number, most: number): void {
  within(field, value, least, most);
  if (!Number.isInteger(value)) throw invalid(field, `${field} must be a whole number, not ${value}.`);
}
