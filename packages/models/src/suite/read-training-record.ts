import { type JsonValue, parsePlainDate, type TitansError } from '@titans/core';
import type { ReliabilityBin } from '../calibration/reliability-curve.js';
import type { ArtifactReader } from '../estimators/restoring.js';
import { type TaskName, taskNames } from '../tasks/models.js';
import type { MeasurementInterval, TrainingData, TrainingRecord } from './training-record.js';

type Members = { readonly [key: string]: JsonValue };

/**
 * Reads what `recordToJson` wrote.
 *
 * @throws TitansError `ARTIFACT_CORRUPT` for a part that is absent or wrong.
 */
export function readTrainingRecord(value: JsonValue, { corrupt }: ArtifactReader): TrainingRecord {
  const wrong = (what: string): TitansError => corrupt(`its record of the training has no right "${what}"`);

  function members(of: JsonValue | undefined, what: string): Members {
    if (typeof of !== 'object' || of === null || Array.isArray(of)) throw wrong(what);
    return of as Members;
  }

  function list(of: JsonValue | undefined, what: string): readonly Members[] {
    if (!Array.isArray(of)) throw wrong(what);
    return of.map((one: JsonValue) => members(one, what));
  }

  function number(of: Members, name: string, isRight: (value: number) => boolean = Number.isFinite): number {
    const found = of[name];
    if (typeof found !== 'number' || !isRight(found)) throw wrong(name);
    return found;
  }

  const count = (of: Members, name: string): number =>
    number(of, name, (found) => Number.isSafeInteger(found) && found >= 0);
  const share = (of: Members, name: string): number => number(of, name, (found) => found >= 0 && found <= 1);

  function text(of: Members, name: string): string {
    const found = of[name];
    if (typeof found !== 'string') throw wrong(name);
    return found;
  }

  function task(name: string): TaskName {
    const known = taskNames.find((one) => one === name);
    if (known === undefined) throw wrong('task');
    return known;
  }

  function date(of: Members, name: string): TrainingData['firstDate'] {
    try {
      return parsePlainDate(text(of, name));
    } catch {
      throw wrong(name);
    }
  }

  function data(of: Members): TrainingData {
    return Object.freeze({
      rows: count(of, 'rows'),
      labelledRows: count(of, 'labelledRows'),
      firstDate: date(of, 'firstDate'),
      lastDate: date(of, 'lastDate'),
      accounts: count(of, 'accounts'),
      currencies: Object.freeze(
        list(of.currencies, 'currencies').map((one) =>
          Object.freeze({ currency: text(one, 'currency'), rows: count(one, 'rows') }),
        ),
      ),
    });
  }

  function interval(of: Members): MeasurementInterval {
    const method = text(of, 'method');
    if (method !== 'exact' && method !== 'bootstrap') throw wrong('method');
    const [lower, upper] = [number(of, 'lower'), number(of, 'upper')];
    const named = { task: task(text(of, 'task')), metric: text(of, 'metric') };
    return Object.freeze({ ...named, lower, upper, level: share(of, 'level'), method });
  }

  function bin(of: Members): ReliabilityBin {
    return Object.freeze({
      lower: share(of, 'lower'),
      upper: share(of, 'upper'),
      n: count(of, 'n'),
      meanPredicted: share(of, 'meanPredicted'),
      observed: share(of, 'observed'),
    });
  }

  const record = members(value, 'record');
  return Object.freeze({
    data: data(members(record.data, 'data')),
    intervals: Object.freeze(list(record.intervals, 'intervals').map(interval)),
    calibration: Object.freeze(
      Object.fromEntries(
        Object.entries(members(record.calibration, 'calibration')).map(([name, bins]) => [
          task(name),
          Object.freeze(list(bins, 'calibration').map(bin)),
        ]),
      ),
    ),
  });
}
