import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { formatCount } from '../format/numbers.js';
import type { Problem } from '../session/problem.js';
import type { Resource } from '../state/use-resource.js';

/** Stands where something will be, as high as that. */
export function Skeleton({ lines = 4, label = 'Loading' }: { lines?: number; label?: string }): VNode {
  return (
    <div class="skeleton" role="status">
      <span class="visually-hidden">{label}…</span>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} class="bone" />
      ))}
    </div>
  );
}

/** Says that there is nothing, and what would bring something. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }): VNode {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children && <p class="note">{children}</p>}
    </div>
  );
}

/** What went wrong and what to do. Where the server said when to come back, it is asked again then. */
export function ProblemNotice({ problem, retry }: { problem: Problem; retry?: () => void }): VNode {
  const seconds = useCountdown(problem, retry);
  const mayRetry = retry !== undefined && problem.kind !== 'forbidden' && problem.kind !== 'missing';
  return (
    <div class={`problem ${problem.kind}`} role="alert">
      <p class="problem-title">{problem.title}</p>
      <p class="note">{problem.detail}</p>
      {seconds !== null && <p class="note">Trying again in {formatCount(seconds)} s.</p>}
      {mayRetry && (
        <button type="button" class="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

function useCountdown({ retryAfterMs }: Problem, retry: (() => void) | undefined): number | null {
  const [left, setLeft] = useState(retryAfterMs === null ? null : Math.ceil(retryAfterMs / 1_000));
  useEffect(() => {
    if (left === null || retry === undefined) return;
    const timer = setTimeout(() => (left <= 1 ? retry() : setLeft(left - 1)), 1_000);
    return () => clearTimeout(timer);
  }, [left]);
  return left;
}

/** What was asked for, or how it stands with it. What was there stays while it is asked for again. */
export function Loaded<T>({
  resource,
  lines,
  children,
}: {
  readonly resource: Resource<T>;
  readonly lines?: number;
  readonly children: (value: T) => ComponentChildren;
}): VNode {
  const { value, problem, isLoading, reload } = resource;
  if (problem !== null && !isLoading) return <ProblemNotice problem={problem} retry={reload} />;
  if (value === undefined) return <Skeleton {...(lines === undefined ? {} : { lines })} />;
  return <div aria-busy={isLoading}>{children(value)}</div>;
}
