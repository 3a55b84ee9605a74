import type { VNode } from 'preact';
import { Empty, ProblemNotice, Skeleton } from '../components/states.js';
import type { BookState } from '../data/transaction-book.js';
import type { Scored } from '../data/use-scored.js';
import { useWorkspace } from '../session/workspace.js';

/** Stands where what the models say of rows would be, and says why it is not there. */
export function Unscored(props: {
  readonly state: BookState;
  readonly scored: Scored;
  readonly retry: () => void;
}): VNode {
  const { book } = useWorkspace();
  const { rows, isComplete, problem } = props.state;
  const { problem: unasked, refusal } = props.scored;
  if (unasked !== null) return <ProblemNotice problem={unasked} retry={props.retry} />;
  if (rows.length === 0 && problem !== null) {
    return <ProblemNotice problem={problem} retry={() => void book.retry()} />;
  }
  if (rows.length === 0 && isComplete) return <Empty title="No transactions are stored in this account" />;
  if (refusal !== null) {
    return <Empty title="The models answer about none of these transactions">{refusal}</Empty>;
  }
  return <Skeleton lines={10} label="Asking the model" />;
}
