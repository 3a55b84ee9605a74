import { fromEpochDay, minorFromNumber, TitansError, toMajor } from '@titans/core';
import type { FeatureDescription } from '../../features/feature-matrix.js';
import { bookingCalendar } from '../../recurring/slots.js';
import { measured } from '../measurements.js';
import { identityOf } from '../model-identity.js';
import type { CashflowModel } from '../models.js';
import type { CashflowDay } from '../predictions.js';
import type { CashflowDayParts, CashflowTotal } from './answers.js';
import { cashflowContent } from './cashflow-content.js';
import type { CashflowParts } from './cashflow-parts.js';
import { dateAhead, type FlowOutlook, flowOutlooks, type OutlookContext } from './flow-outlook.js';
import type { ForecastOptions } from './forecast-options.js';
import { type ForecastRequest, forecastRequest } from './forecast-request.js';
import { type JointOutlook, jointOutlook } from './joint-outlook.js';
import type { LearnedFlow } from './learned-flow.js';
import { centralInterval, drawsOfDay, quantileOf } from './path-intervals.js';
import { pointOf } from './planned-payments.js';
import { projectBalance } from './project-balance.js';
import { checkScenario } from './scenario.js';

/** The daily series is made of these fields; there are no other features. */
const seriesFeatures: readonly FeatureDescription[] = Object.freeze([
  Object.freeze({
    name: 'daily_net_flow',
    kind: 'numeric' as const,
    inputs: ['date'] as const,
    history: ['accountId', 'currency', 'date', 'amount', 'description', 'merchantName'] as const,
  }),
]);

/**
 * Makes the model of its parts.
 *
 * @param sha256 Of its artifact, where it was read from an artifact; computed unless told.
 */
export async function cashflowModel(parts: CashflowParts, sha256?: string): Promise<CashflowModel> {
  const content = cashflowContent(parts);
  const mae = measured(parts.measurements, 'mae');
  const naive = measured(parts.measurements, 'naive_mae');
  const skill = mae === undefined || naive === undefined || naive === 0 ? 0 : Math.max(0, 1 - mae / naive);
  const context: OutlookContext = {
    lastDay: parts.lastDay,
    calendar: bookingCalendar(new Set(parts.holidays), parts.lastDay),
    holidays: parts.holidays.map((day) => fromEpochDay(day)),
    seed: parts.seed,
  };
  const ask = (options: ForecastOptions = {}): Asked => {
    const request = forecastRequest(parts.flows, parts.currency, options);
    const outlooks = flowOutlooks(request.flows, request.days, request.scenario, context);
    return { request, outlooks, joint: jointOutlook(outlooks, request.days, context), context };
  };
  return Object.freeze({
    task: 'cashflow' as const,
    ...(await identityOf('cashflow', content, sha256)),
    features: seriesFeatures,
    // The series was read in training; a forecast is given no history.
    lookBackDays: 0,
    measurements: parts.measurements,
    trainedOn: parts.trainedOn,
    currency: parts.currency,
    accountIds: Object.freeze([...new Set(parts.flows.map(({ accountId }) => accountId))]),
    lastDate: fromEpochDay(parts.lastDay),
    skill,
    forecast: (options) => forecastOf(ask(options)),
    components: (options) => componentsOf(ask(options)),
    total: (options) => totalOf(ask(options)),
    quantiles: (given) => {
      const { probabilities, ...options } = { ...given };
      checkProbabilities(probabilities);
      const asked = ask(options);
      return Array.from({ length: asked.request.days }, (_, step) => {
        const draws = asked.joint.drawsOf(step);
        return {
          date: dateAhead(context, step),
          quantiles: probabilities.map((probability) => mainUnit(asked, quantileOf(draws, probability))),
        };
      });
    },
    project: (given) => {
      const { balance, below, ...options } = { ...given };
      const asked = ask(options);
      const { currency, level } = asked.request;
      const minorOf = (field: string, amount: number): number => {
        if (typeof amount === 'number' && Number.isFinite(amount)) {
          return Math.round(minorFromNumber(amount, currency));
        }
        throw new TitansError(
          'INVALID_ARGUMENT',
          `${field} must be a number in the main unit of ${currency}.`,
          {
            details: { field },
          },
        );
      };
      return projectBalance(
        asked.joint,
        {
          balance: minorOf('balance', balance),
          below: below === undefined ? null : minorOf('below', below),
          level,
          toMain: (minor) => mainUnit(asked, minor),
        },
        context,
      );
    },
    compare: (options) => {
      const { scenario } = { ...options };
      checkScenario(scenario);
      const steps = Array.from({ length: scenario.length + 1 }, (_, count) =>
        ask({ ...options, scenario: scenario.slice(0, count) }),
      );
      const [before, after] = [steps[0] as Asked, steps.at(-1) as Asked];
      const sumOf = ({ joint }: Asked): number => joint.sums.at(-1) as number;
      return {
        before: totalOf(before),
        after: totalOf(after),
        difference: Array.from({ length: after.request.days }, (_, step) => ({
          date: dateAhead(context, step),
          amount: mainUnit(
            after,
            (after.joint.points[step] as number) - (before.joint.points[step] as number),
          ),
        })),
        explanation: scenario.map((_, change) => ({
          change,
          amount: mainUnit(after, sumOf(steps[change + 1] as Asked) - sumOf(steps[change] as Asked)),
        })),
      };
    },
    recurring: (accountId) => {
      if (accountId !== undefined && !parts.flows.some((flow) => flow.accountId === accountId)) {
        throw new TitansError('NOT_FOUND', 'That account was never seen, or for less than four weeks.', {
          details: { field: 'accountId' },
        });
      }
      return parts.flows
        .filter((flow) => accountId === undefined || flow.accountId === accountId)
        .flatMap(({ streams }) => streams);
    },
    toArtifact: () => content,
  } satisfies CashflowModel);
}

/** A question with what is needed to answer it. */
interface Asked {
  readonly request: ForecastRequest;
  readonly outlooks: readonly FlowOutlook[];
  readonly joint: JointOutlook;
  readonly context: OutlookContext;
}

/** Minor units in the main unit, rounded to whole ones. */
function mainUnit({ request: { currency } }: Pick<Asked, 'request'>, minor: number): number {
  return toMajor(Math.round(minor) + 0, currency);
}

function forecastOf(asked: Asked): readonly CashflowDay[] {
  const { request, joint, context } = asked;
  return Array.from({ length: request.days }, (_, step): CashflowDay => {
    const { lower, upper } = joint.interval(step, request.level, request.levelIndex);
    return {
      date: dateAhead(context, step),
      amount: mainUnit(asked, joint.points[step] as number),
      lower: mainUnit(asked, lower),
      upper: mainUnit(asked, upper),
    };
  });
}

function componentsOf(asked: Asked): readonly CashflowDayParts[] {
  const { request, outlooks, joint, context } = asked;
  const bySource = Array.from({ length: request.days }, () => new Map<string, number>());
  for (const payment of outlooks.flatMap(({ payments }) => payments)) {
    const amounts = bySource[payment.day - context.lastDay - 1];
    amounts?.set(payment.source, (amounts.get(payment.source) ?? 0) + pointOf(payment));
  }
  const sumOf = (step: number, read: (flow: LearnedFlow) => Float64Array): number =>
    outlooks.reduce((sum, { flow }) => sum + (read(flow)[step] as number), 0);
  return bySource.map((amounts, step) => ({
    date: dateAhead(context, step),
    amount: mainUnit(asked, joint.points[step] as number),
    recurring: [...amounts]
      .filter(([, amount]) => amount !== 0)
      .map(([stream, amount]) => ({ stream, amount: mainUnit(asked, amount) })),
    calendar: mainUnit(
      asked,
      sumOf(step, ({ calendarPoints }) => calendarPoints),
    ),
    residual: mainUnit(
      asked,
      sumOf(step, ({ residualPoints }) => residualPoints),
    ),
  }));
}

function totalOf(asked: Asked): CashflowTotal {
  const { request, joint, context } = asked;
  const last = request.days - 1;
  const point = joint.sums[last] as number;
  const { lower, upper } = centralInterval(
    drawsOfDay(joint.sumPaths(), request.days, last),
    request.level,
    point,
  );
  return {
    currency: request.currency,
    from: dateAhead(context, 0),
    to: dateAhead(context, last),
    amount: mainUnit(asked, point),
    lower: mainUnit(asked, lower),
    upper: mainUnit(asked, upper),
  };
}

function checkProbabilities(probabilities: readonly number[]): void {
  if (Array.isArray(probabilities) && probabilities.every((value) => value > 0 && value < 1)) return;
  throw new TitansError('INVALID_ARGUMENT', 'probabilities must be numbers above 0 and below 1.', {
    details: { field: 'probabilities' },
  });
}
