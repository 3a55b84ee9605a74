import type { VNode } from 'preact';
import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import { Grid } from '../../components/grid.js';
import type { GridSort } from '../../components/grid-sort.js';
import { Empty, ProblemNotice, Skeleton } from '../../components/states.js';
import { categoriesOf } from '../../data/categories.js';
import type { Row } from '../../data/transaction-book.js';
import { useBook } from '../../data/use-book.js';
import { formatDay } from '../../format/dates.js';
import { formatCount } from '../../format/numbers.js';
import { useWorkspace } from '../../session/workspace.js';
import { useObserved } from '../../state/use-observed.js';
import { useMedia } from '../../state/use-width.js';
import { compactColumns, wideColumns } from './columns.js';
import { everything, newestFirst, type RowFilter, visibleRows } from './filter.js';
import { FilterBar } from './filter-bar.js';
import { TransactionDrawer } from './transaction-drawer.js';

const firstRows = 1_000;
/** So many rows before the end of what was read, more is read. */
const readAhead = 200;
const scoreAfterMs = 200;

/** All transactions of the account, as far as they are wanted. */
export function TransactionsView(): VNode {
  const { book, predictions, decisions } = useWorkspace();
  const state = useBook(firstRows);
  const { rows, isComplete, isLoading, problem, readFrom } = state;
  const version = useObserved(predictions.version);
  const made = useObserved(decisions.decisions);
  const refused = useObserved(predictions.problem);
  const [filter, setFilter] = useState<RowFilter>(everything);
  const [sort, setSort] = useState<GridSort>(newestFirst);
  const [opened, setOpened] = useState<Row | null>(null);
  const isNarrow = useMedia('(max-width: 45rem)');
  const scoring = useRef<ReturnType<typeof setTimeout>>();

  const sortVersion = sort.column === 'confidence' ? version : 0;
  const shown = useMemo(
    () => visibleRows(rows, filter, sort, predictions.of),
    [rows, filter, sort, sortVersion],
  );
  const categories = useMemo(() => categoriesOf(rows), [rows]);
  const columns = useMemo(
    () => (isNarrow ? compactColumns : wideColumns)(predictions.of, decisions.of),
    [isNarrow, version, made],
  );

  const onView = useCallback(
    (first: number, end: number) => {
      clearTimeout(scoring.current);
      scoring.current = setTimeout(() => void predictions.want(shown.slice(first, end)), scoreAfterMs);
      if (end + readAhead > shown.length && !isComplete) void book.readUntil({ rows: rows.length + 1 });
    },
    [shown, isComplete, rows.length],
  );
  const onSort = useCallback(
    (column: string) =>
      setSort((before) => ({
        column,
        isDescending: before.column === column ? !before.isDescending : column === 'date',
      })),
    [],
  );

  if (rows.length === 0) {
    if (problem !== null) return <ProblemNotice problem={problem} retry={() => void book.retry()} />;
    return isComplete ? (
      <Empty title="No transactions are stored in this account" />
    ) : (
      <Skeleton lines={12} />
    );
  }
  return (
    <div class="fill">
      <FilterBar
        filter={filter}
        categories={categories}
        onChange={setFilter}
        newest={rows[0]?.transaction.date ?? ''}
      />
      <p class="note grid-note" role="status">
        {formatCount(shown.length)} of {formatCount(rows.length)} read
        {readFrom !== null && `, from ${formatDay(readFrom)} on`}
        {isLoading && '; reading more…'}
        {refused !== null && `. Categories are not predicted: ${refused.detail}`}
        {!isComplete && !isLoading && (
          <button
            type="button"
            class="button quiet"
            onClick={() => void book.readUntil({ rows: Number.POSITIVE_INFINITY })}
          >
            Read all
          </button>
        )}
      </p>
      {problem !== null && <ProblemNotice problem={problem} retry={() => void book.retry()} />}
      {shown.length === 0 ? (
        <Empty title="No transaction matches">Of those that were read. Another filter may find some.</Empty>
      ) : (
        <Grid
          label="Transactions"
          columns={columns}
          items={shown}
          rowHeight={isNarrow ? 64 : 40}
          totalRows={isComplete ? shown.length : null}
          sort={sort}
          onSort={onSort}
          onOpen={setOpened}
          onView={onView}
        />
      )}
      {opened !== null && <TransactionDrawer row={opened} onClose={() => setOpened(null)} />}
    </div>
  );
}
