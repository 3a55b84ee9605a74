import { TitansError, type TransactionTable } from '@titans/core';
import { type TransactionField, transactionFields } from './feature-matrix.js';

/** What the types forbid, for callers that are not compiled. */
interface UncheckedDefinition {
  readonly features: readonly { readonly name: string; readonly kind: string }[];
  readonly inputs: readonly TransactionField[];
  readonly history?: readonly TransactionField[] | undefined;
  readonly init: unknown;
  readonly read: unknown;
  readonly update?: unknown;
}

/** @throws TitansError `INVALID_ARGUMENT` for what declares no features. */
export function checkDefinition(definition: UncheckedDefinition): void {
  if (typeof definition !== 'object' || definition === null)
    throw wrong('definition', 'Declare features as an object.');
  const { features, inputs, history = [], init, read, update } = definition;
  const isNamed =
    Array.isArray(features) && features.every((one) => typeof one?.name === 'string' && one.name !== '');
  if (!isNamed) throw wrong('features', 'A list of features is needed, each with a name.');
  const odd = features.find(({ kind }) => kind !== 'numeric' && kind !== 'categorical');
  if (odd !== undefined)
    throw wrong('kind', `The feature ${odd.name} must be of the kind numeric or categorical.`);
  for (const [field, names] of Object.entries({ inputs, history })) {
    if (!Array.isArray(names)) throw wrong(field, `"${field}" must be a list of fields.`);
    const unknown = names.find((name) => !transactionFields.includes(name));
    // What it reads would reveal its target unseen.
    if (unknown !== undefined)
      throw wrong(
        field,
        `Transactions have no field "${String(unknown)}". They have ${transactionFields.join(', ')}.`,
      );
  }
  if (typeof init !== 'function' || typeof read !== 'function')
    throw wrong('read', '"init" and "read" must be functions.');
  if (update !== undefined && typeof update !== 'function')
    throw wrong('update', '"update" must be a function.');
}

/** @throws TitansError `INVALID_ARGUMENT` for what is no list of groups made by `defineFeatures`. */
export function checkGroups(
  groups: readonly { readonly start: unknown; readonly features: unknown }[],
): void {
  if (!Array.isArray(groups) || groups.some((group) => typeof group?.start !== 'function'))
    throw wrong('groups', 'Give a list of groups, each made by defineFeatures.');
}

/** @throws TitansError `INVALID_ARGUMENT` for what is no table. */
export function checkTable(field: string, table: TransactionTable): void {
  if (typeof table !== 'object' || table === null || typeof table.columns !== 'object')
    throw wrong(field, 'Give a table of transactions, as tableFromRows makes it.');
}

function wrong(field: string, message: string): TitansError {
  return new TitansError('INVALID_ARGUMENT', message, { details: { field } });
}
