import { TitansError } from '@titans/core';
import type {
  BalanceProjection,
  CashflowDay,
  CashflowModel,
  CashflowTotal,
  ForecastOptions,
} from '@titans/models';
import type { CommandContext } from '../command-line/command-context.js';
import { type LoadedCommand, loadedCommand, type Outcome } from '../command-line/command-definition.js';
import type { View } from '../command-line/view.js';
import { withState } from '../state/state.js';
import { knownAccounts } from '../state/transactions.js';
import { loadVersion } from '../state/versions.js';
import { amount, percent } from '../terminal/format.js';
import { textTable } from '../terminal/text-table.js';

/** What `titans forecast` takes. */
export interface ForecastCommandOptions {
  readonly days?: number;
  readonly level: '0.8' | '0.95';
  readonly account?: string;
  readonly balance?: number;
  readonly below?: number;
  readonly modelVersion?: string;
}

/** What `titans forecast --json` prints. Amounts are in the main unit of the currency. */
export interface ForecastDocument {
  /** Number of the version that answered. */
  readonly version: number;
  readonly currency: string;
  /** `null` for all accounts together. */
  readonly account: string | null;
  readonly level: number;
  /** 0 is no better than the naive forecast, 1 would be without error. */
  readonly skill: number;
  readonly total: CashflowTotal;
  readonly days: readonly CashflowDay[];
  /** With `--balance`. */
  readonly balance: BalanceProjection | null;
}

/**
 * Forecasts the flow of one account or of all.
 *
 * @throws TitansError `NOT_FOUND` without models, `TASK_NOT_TRAINED`, and what `forecast` throws.
 */
export async function forecastCashflow(
  options: ForecastCommandOptions,
  context: CommandContext,
): Promise<Outcome<ForecastDocument>> {
  const { days = 30, account, balance, below } = options;
  if (below !== undefined && balance === undefined) {
    throw new TitansError('INVALID_ARGUMENT', '--below needs --balance: what is on the account now?', {
      details: { field: '--below' },
    });
  }
  const level = options.level === '0.95' ? 0.95 : 0.8;
  return withState(context, async (state) => {
    const { version, suite } = await loadVersion(state, context, options.modelVersion);
    const { cashflow } = suite;
    const question: ForecastOptions = { days, level, ...accountOf(cashflow, account) };
    const projection =
      balance === undefined
        ? null
        : cashflow.project({ ...question, balance, ...(below === undefined ? {} : { below }) });
    return {
      document: {
        version: version.number,
        currency: cashflow.currency,
        account: question.accountId ?? null,
        level,
        skill: cashflow.skill,
        total: cashflow.total(question),
        days: cashflow.forecast(question),
        balance: projection,
      },
    };
  });
}

function accountOf(
  { accountIds }: CashflowModel,
  account: string | undefined,
): Pick<ForecastOptions, 'accountId' | 'allAccounts'> {
  if (account !== undefined) {
    if (accountIds.includes(account)) return { accountId: account };
    throw new TitansError(
      'NOT_FOUND',
      `There is no forecast of the account "${account}": it was never seen, or for less than four weeks. ${knownAccounts(accountIds)}`,
      { details: { field: '--account' } },
    );
  }
  const [only, ...others] = accountIds;
  return only !== undefined && others.length === 0 ? { accountId: only } : { allAccounts: true };
}

const longestBar = 20;
/** What the columns beside the bars take. */
const barlessWidth = 55;

/** The days, and what they come to. */
export function forecastText(document: ForecastDocument, view: View): string {
  const { total, days, balance, currency, level, version, skill } = document;
  const { colours, width } = view;
  const largest = Math.max(...days.map((day) => Math.abs(day.amount)), 1e-9);
  const table =
    balance === null
      ? textTable(
          {
            header: ['day', currency, `${percent(level)} from`, 'to', ''],
            rows: days.map((day) => [
              day.date,
              amount(day.amount),
              amount(day.lower),
              amount(day.upper),
              bar(day.amount / largest, view),
            ]),
            right: [1, 2, 3],
            width,
          },
          colours,
        )
      : balanceTable(balance, document, view);
  const sum = `${total.from} to ${total.to}: ${colours.strong(amount(total.amount))} ${currency}, ${percent(level)} between ${amount(total.lower)} and ${amount(total.upper)}`;
  const account = document.account === null ? 'all accounts' : `account ${document.account}`;
  return `${table}\n\n${sum}\n${colours.faint(`${account}, by version ${version}, skill ${percent(skill)}`)}`;
}

function balanceTable(
  { days, lowest }: BalanceProjection,
  { currency, level }: ForecastDocument,
  { colours, width }: View,
): string {
  const hasRisk = days.some(({ belowProbability }) => belowProbability !== null);
  const table = textTable(
    {
      header: [
        'day',
        `balance, ${currency}`,
        `${percent(level)} from`,
        'to',
        ...(hasRisk ? ['below by then'] : []),
      ],
      rows: days.map((day) => [
        day.date,
        amount(day.balance),
        amount(day.lower),
        amount(day.upper),
        ...(day.belowByProbability === null ? [] : [percent(day.belowByProbability)]),
      ]),
      right: [1, 2, 3, 4],
      width,
    },
    colours,
  );
  return `${table}\n\nLowest on ${lowest.date}: ${amount(lowest.balance)} ${currency}`;
}

/** Of a share from −1 to 1; shorter or nothing where the terminal has no room. */
function bar(share: number, { colours, width }: View): string {
  const longest = Math.min(longestBar, Math.max(0, (width ?? 80) - barlessWidth));
  const length = Math.round(Math.abs(share) * longest);
  return share < 0 ? colours.bad('▇'.repeat(length)) : colours.good('▇'.repeat(length));
}

/** `titans forecast`. */
export const forecastCommand: LoadedCommand = loadedCommand(forecastCashflow, forecastText);
