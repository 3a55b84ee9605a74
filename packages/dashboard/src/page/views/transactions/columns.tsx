import type { VNode } from 'preact';
import type { GridColumn } from '../../components/grid.js';
import { Badge, Confidence, Money } from '../../components/values.js';
import type { Decision } from '../../data/decision-book.js';
import type { Row } from '../../data/transaction-book.js';
import { formatDay, formatShortDay } from '../../format/dates.js';
import type { PredictionOf } from './filter.js';

type DecisionOf = (row: Row) => Decision | undefined;
type Columns = (predictionOf: PredictionOf, decisionOf: DecisionOf) => readonly GridColumn<Row>[];

/** A column each. */
export const wideColumns: Columns = (predictionOf, decisionOf) => [
  {
    id: 'date',
    label: 'Date',
    track: '7.5rem',
    isSortable: true,
    cell: ({ transaction: { date } }) => <time dateTime={date}>{formatDay(date)}</time>,
  },
  {
    id: 'description',
    label: 'Description',
    track: 'minmax(8rem, 2fr)',
    isSortable: true,
    cell: ({ transaction: { description } }) => <bdi>{description}</bdi>,
  },
  {
    id: 'category',
    label: 'Category',
    track: 'minmax(7rem, 1fr)',
    isSortable: true,
    cell: (row) => <Category row={row} decision={decisionOf(row)} />,
  },
  {
    id: 'predicted',
    label: 'Model says',
    track: 'minmax(7rem, 1fr)',
    cell: (row) => <bdi>{predictionOf(row)?.category ?? ''}</bdi>,
  },
  {
    id: 'confidence',
    label: 'Confidence',
    track: '8.5rem',
    isSortable: true,
    cell: (row) => {
      const found = predictionOf(row);
      return found ? <Confidence share={found.confidence} isAbstained={found.abstained} /> : '';
    },
  },
  {
    id: 'amount',
    label: 'Amount',
    track: '8rem',
    isNumber: true,
    isSortable: true,
    cell: ({ transaction: { amount, currency } }) => <Money amount={amount} currency={currency} />,
  },
];

/** Two columns of two lines each. */
export const compactColumns: Columns = (predictionOf, decisionOf) => [
  {
    id: 'date',
    label: 'Newest',
    track: 'minmax(0, 1fr)',
    isSortable: true,
    cell: (row) => (
      <>
        <bdi class="name">{row.transaction.description}</bdi>
        <span class="note">
          <time dateTime={row.transaction.date}>{formatShortDay(row.transaction.date)}</time>
          {' · '}
          <Category row={row} decision={decisionOf(row)} />
        </span>
      </>
    ),
  },
  {
    id: 'amount',
    label: 'Amount',
    track: '7.5rem',
    isNumber: true,
    isSortable: true,
    cell: (row) => {
      const found = predictionOf(row);
      return (
        <>
          <Money amount={row.transaction.amount} currency={row.transaction.currency} />
          {found ? <Confidence share={found.confidence} isAbstained={found.abstained} /> : ''}
        </>
      );
    },
  },
];

function Category({ row, decision }: { row: Row; decision: Decision | undefined }): VNode {
  if (decision !== undefined) {
    return (
      <Badge tone="accent">
        <bdi>{decision.category}</bdi>
      </Badge>
    );
  }
  const { category } = row.transaction;
  return category === null ? <span class="muted">None</span> : <bdi>{category}</bdi>;
}
