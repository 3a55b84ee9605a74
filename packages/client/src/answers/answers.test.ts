import * as contract from '@titans/core/contract';
import { describe, expect, test } from 'vitest';
import { batchAnswer } from '../testing/answers.js';
import { type Check, checked } from './check.js';
import * as experiments from './experiments.js';
import * as models from './models.js';
import * as payments from './payments.js';
import * as predictions from './predictions.js';
import * as service from './service.js';

/** A schema of the contract, as far as it is looked into here. */
interface Schema {
  safeParse(value: unknown): {
    readonly success: boolean;
    readonly data?: unknown;
    readonly error?: { readonly issues: readonly { readonly path: readonly PropertyKey[] }[] };
  };
  readonly _zod: {
    readonly def: {
      readonly type: string;
      readonly shape?: Readonly<Record<string, Schema>>;
      readonly catchall?: Schema;
      readonly element?: Schema;
      readonly innerType?: Schema;
      readonly options?: readonly Schema[];
      readonly entries?: Readonly<Record<string, string>>;
    };
    readonly bag: Readonly<Record<string, unknown>>;
  };
}

const pairs: readonly (readonly [string, unknown, Check<unknown>])[] = [
  ['category', contract.categoryResponseSchema, predictions.categoryAnswer],
  ['amount', contract.amountResponseSchema, predictions.amountAnswer],
  ['anomaly', contract.anomalyResponseSchema, predictions.anomalyAnswer],
  ['batch', contract.batchResponseSchema, predictions.batchAnswer([])],
  ['stream', contract.streamItemSchema, predictions.streamItem([])],
  ['explain', contract.explainResponseSchema, predictions.explainAnswer],
  ['problem', contract.problemDetailsSchema, predictions.problemDetails],
  ['models', contract.modelsResponseSchema, models.modelsAnswer],
  ['model', contract.modelInfoResponseSchema, models.modelAnswer],
  ['versions', contract.modelVersionsResponseSchema, models.versionsAnswer],
  ['history', contract.modelHistoryResponseSchema, models.historyAnswer],
  ['performance', contract.performanceResponseSchema, models.performanceAnswer],
  ['drift', contract.driftResponseSchema, models.driftAnswer],
  ['experiment', contract.experimentResponseSchema, experiments.experimentAnswer],
  ['experiments', contract.experimentsResponseSchema, experiments.experimentsAnswer],
  ['forecast', contract.forecastResponseSchema, payments.forecastAnswer],
  ['recurring', contract.recurringResponseSchema, payments.recurringAnswer],
  ['transactions', contract.transactionsResponseSchema, payments.transactionsAnswer],
  ['import', contract.importResponseSchema, payments.importAnswer],
  ['info', contract.serviceInfoSchema, service.infoAnswer],
  ['health', contract.healthResponseSchema, service.healthAnswer],
  ['token', contract.tokenResponseSchema, service.tokenAnswer],
  ['revoke', contract.revokeResponseSchema, service.revokeAnswer],
  ['key', contract.apiKeyInfoSchema, service.keyAnswer],
  ['keys', contract.keysResponseSchema, service.keysAnswer],
  ['new key', contract.newKeyResponseSchema, service.newKeyAnswer],
  ['job', contract.jobResponseSchema, service.jobAnswer],
  ['correction', contract.correctionSchema, service.correctionAnswer],
  ['corrections', contract.feedbackResponseSchema, service.correctionsAnswer],
  ['event', contract.serviceEventSchema, service.serviceEvent],
];

/** Values that a schema takes: each choice that it leaves is made in one of them. */
function samples({ _zod: { def, bag } }: Schema): readonly unknown[] {
  switch (def.type) {
    case 'string':
      return ['x'];
    case 'number':
      return bag.format === 'safeint' ? [3, -2] : bag.minimum === undefined ? [0.5, -7.25] : [0.5, 0];
    case 'boolean':
      return [true, false];
    case 'unknown':
      return [{ any: 1 }];
    case 'enum':
      return Object.values(def.entries ?? {});
    case 'nullable':
      return [...samples(def.innerType as Schema), null];
    case 'optional':
      return [...samples(def.innerType as Schema), undefined];
    case 'array':
      return [samples(def.element as Schema), []];
    case 'union':
      return (def.options ?? []).flatMap(samples);
    case 'object':
      return objects(def.shape ?? {}, def.catchall);
    default:
      throw new Error(`There are no samples of ${def.type}.`);
  }
}

function objects(shape: Readonly<Record<string, Schema>>, catchall: Schema | undefined): readonly unknown[] {
  const members = Object.entries(shape).map(([name, schema]) => [name, samples(schema)] as const);
  const further = catchall === undefined ? { unknown: 'x' } : {};
  const count = Math.max(1, ...members.map(([, values]) => values.length));
  const named = Array.from({ length: count }, (_, at) => ({
    ...Object.fromEntries(members.map(([name, values]) => [name, values[at % values.length]])),
    ...further,
  }));
  if (catchall === undefined) return named;
  return [Object.fromEntries(samples(catchall).map((value, at) => [`name ${at}`, value])), {}];
}

const wrong = [
  null,
  'wrong',
  7,
  -0.5,
  1.5,
  2 ** 60,
  Number.POSITIVE_INFINITY,
  true,
  false,
  [],
  {},
  [null],
  { wrong: null },
];

/** The value with each of its parts in turn left out, or another one. */
function* changed(value: unknown): Generator<unknown> {
  yield* wrong;
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) {
      for (const other of changed(item)) yield value.with(at, other);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      yield Object.fromEntries(Object.entries(value).filter(([other]) => other !== name));
      for (const other of changed(item)) yield { ...value, [name]: other };
    }
  }
}

/** What either says of a value. */
function verdict(schema: Schema, value: unknown): unknown {
  const said = schema.safeParse(value);
  return said.success ? { data: said.data } : { path: said.error?.issues[0]?.path.map(String) };
}

describe.each(pairs)('%s', (_, given, check) => {
  const schema = given as Schema;
  const hasChoice = JSON.stringify(schema._zod.def).includes('"union"');

  test('is read as the contract reads it, with every choice that the contract leaves', () => {
    const right = samples(schema)
      .map((sample): unknown => JSON.parse(JSON.stringify(sample)))
      .filter((value) => schema.safeParse(value).success);
    expect(right.length).toBeGreaterThan(0);
    for (const value of right) expect(checked(check, value)).toEqual(verdict(schema, value));
  });

  test('is refused where the contract refuses it, at the same place', () => {
    let refused = 0;
    for (const sample of samples(schema)) {
      for (const value of changed(sample)) {
        const expected = verdict(schema, value) as { data?: unknown; path?: readonly string[] };
        const read = checked(check, value);
        if ('data' in read) {
          expect({ value, read }).toEqual({ value, read: expected });
          continue;
        }
        refused++;
        if (!hasChoice) expect({ value, path: read.fault.path }).toEqual({ value, path: expected.path });
        expect({ value, data: expected.data }).toEqual({ value, data: undefined });
      }
    }
    expect(refused).toBeGreaterThan(10);
  });
});

describe.each(contract.batchTasks.map((task) => [task]))('an answer about %s', (task) => {
  const names = contract.batchTaskMembers[task];
  const [item] = batchAnswer.results;
  const whole = item?.status === 'success' ? item.predictions : {};
  const predictionsWith = (wanted: readonly string[]): object => {
    const kept = Object.entries(whole).filter(([name]) => wanted.includes(name));
    return { ...batchAnswer, results: [{ ...item, predictions: Object.fromEntries(kept) }] };
  };
  const others = contract.batchTasks.filter((other) => other !== task);

  test('has its members, and may have those of others', () => {
    const check = predictions.batchAnswer([task]);
    const own = predictionsWith(names);
    expect(checked(check, own)).toEqual({ data: own });
    const more = predictionsWith([...names, ...contract.batchTaskMembers[others[0] as contract.BatchTask]]);
    expect(checked(check, more)).toEqual({ data: more });
  });

  test('is refused without one of them, and where it is about others', () => {
    const about = (tasks: readonly contract.BatchTask[], wanted: readonly string[]): unknown =>
      checked(predictions.batchAnswer(tasks), predictionsWith(wanted));
    const refused = { fault: { path: ['results', '0'] } };
    for (const name of names) {
      expect(
        about(
          [task],
          names.filter((other) => other !== name),
        ),
      ).toMatchObject(refused);
    }
    for (const other of others) expect(about([other], names)).toMatchObject(refused);
    expect(about([], [])).toMatchObject(refused);
  });
});

test('every answer and line that a route has in the contract is held to it here', () => {
  const held = new Set(pairs.map(([, schema]) => schema));
  const missing = Object.entries<contract.RouteContract>(contract.routes)
    .flatMap(([name, { response, lines }]) => [[name, response] as const, [name, lines?.response] as const])
    .filter(([, schema]) => typeof schema === 'object' && !held.has(schema))
    .map(([name]) => name);
  expect(missing).toEqual([]);
});

test('names that objects have by themselves are names as others are', () => {
  const text =
    '{"message":"m","version":"1","status":"s","timestamp":"t","endpoints":{"__proto__":"/a","constructor":"/b"}}';
  const read = checked(service.infoAnswer, JSON.parse(text));
  expect(read).toHaveProperty('data');
  const { endpoints } = (read as { data: { endpoints: object } }).data;
  expect(Object.getOwnPropertyNames(endpoints)).toEqual(['__proto__', 'constructor']);
  const { constructor: _, ...none } = { constructor: 0 };
  expect(checked(service.revokeAnswer, none)).toMatchObject({ fault: { path: ['revoked'] } });
});
