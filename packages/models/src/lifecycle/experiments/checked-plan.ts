import { maskSample } from '@titans/core';
import { requireObject, requireValues } from '../../calibration/checked-values.js';
import { integerWithin, numberWithin, oneOf, refuseUnknownParameters } from '../../estimators/parameters.js';
import { checkModelName, checkText, invalid } from '../registry/checked-names.js';
import {
  type ExperimentArm,
  type ExperimentMetric,
  type ExperimentPlan,
  experimentModes,
  experimentUnits,
  type GuardMetric,
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
/** Values have room for the squares of their sums. */
export const mostValue = 1e100;

/** @throws TitansError `INVALID_ARGUMENT` for what is no name of an experiment, a variant or a metric. */
export function checkExperimentId(field: string, id: string): void {
  if (typeof id === 'string' && idPattern.test(id)) return;
  const shown = typeof id === 'string' ? `"${maskSample(id)}"` : `a value of type ${typeof id}`;
  throw invalid(field, `Use 1 to 64 letters, digits and . _ -, a letter or digit first, not ${shown}.`);
}

const planMembers = [
  ...['id', 'model', 'champion', 'challenger', 'metric', 'guards', 'mode', 'unit', 'alpha'],
  ...['minimumRows', 'plannedRows', 'maximumMs', 'stopOn'],
];

/** @throws TitansError `INVALID_ARGUMENT` with the field. */
export function checkedPlan(given: NewExperiment): ExperimentPlan {
  refuseUnknownParameters('create', given, planMembers);
  const { id, model, champion, challenger, metric, guards = [] } = given;
  const { mode = 'split', unit = 'account', alpha = 0.05, minimumRows = 100 } = given;
  const { plannedRows = 20 * minimumRows, maximumMs = 28 * dayMs, stopOn = stopRules } = given;
  checkExperimentId('id', id);
  checkModelName(model);
  oneOf('mode', mode, experimentModes);
  oneOf('unit', unit, experimentUnits);
  requireValues('stopOn', stopOn, 0);
  for (const rule of stopOn) oneOf('stopOn', rule, stopRules);
  numberWithin('alpha', alpha, 1e-6, 0.5);
  integerWithin('minimumRows', minimumRows, 20, mostRows);
  integerWithin('plannedRows', plannedRows, 2 * minimumRows, mostRows);
  numberWithin('maximumMs', maximumMs, 1, longestMs);
  requireValues('guards', guards, 0);
  if (guards.length > mostGuards) throw invalid('guards', `There are at most ${mostGuards} guards.`);
  const arms = {
    champion: checkedArm('champion', champion),
    challenger: checkedArm('challenger', challenger),
  };
  const metrics = { metric: checkedMetric('metric', metric), guards: guards.map(checkedGuard) };
  const names = [metrics.metric, ...metrics.guards].map(({ name }) => name);
  if (new Set(names).size < names.length) throw invalid('guards', 'Each metric is named once.');
  if (mode === 'split' && (champion.weight === 0 || challenger.weight === 0)) {
    throw invalid('challenger.weight', 'Both variants of a split need a weight above 0.');
  }
  const numbers = { alpha, minimumRows, plannedRows, maximumMs };
  return { ...{ id, model, mode, unit }, ...numbers, ...arms, ...metrics, stopOn: [...new Set(stopOn)] };
}

function checkedArm(field: string, arm: ExperimentArm): ExperimentArm {
  requireObject(field, arm);
  const { version, weight } = arm;
  checkText(`${field}.version`, version, 200);
  numberWithin(`${field}.weight`, weight, 0, 1e9);
  return { version, weight };
}

function checkedMetric(field: string, metric: ExperimentMetric): PlannedMetric {
  requireObject(field, metric);
  const { name, direction, range } = metric;
  checkExperimentId(`${field}.name`, name);
  oneOf(`${field}.direction`, direction, ['higher', 'lower']);
  if (range === undefined) return { name, direction, range: null };
  requireValues(`${field}.range`, range, 0);
  if (!(Math.abs(range[0]) <= mostValue && range[0] < range[1] && Math.abs(range[1]) <= mostValue))
    throw invalid(`${field}.range`, 'A range is the least and the greatest value, which are numbers.');
  return { name, direction, range: [range[0], range[1]] };
}

function checkedGuard(guard: GuardMetric): PlannedMetric & { readonly tolerance: number | null } {
  const metric = checkedMetric('guards', guard);
  const { tolerance } = guard;
  return {
    ...metric,
    tolerance: tolerance === null ? null : numberWithin('guards.tolerance', tolerance, 0, mostValue),
  };
}
