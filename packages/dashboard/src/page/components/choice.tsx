import type { ComponentChildren, VNode } from 'preact';

/** A line of a list that can be looked at closely beside it. */
export function Choice({
  name,
  note,
  end,
  isCurrent,
  onChoose,
}: {
  readonly name: string;
  readonly note: ComponentChildren;
  /** What stands at its end. */
  readonly end: ComponentChildren;
  readonly isCurrent: boolean;
  readonly onChoose: () => void;
}): VNode {
  return (
    <li>
      <button type="button" class="list-row choice" aria-pressed={isCurrent} onClick={onChoose}>
        <span class="list-main">
          <bdi class="name">{name}</bdi>
          <span class="note">{note}</span>
        </span>
        <span class="list-end">{end}</span>
      </button>
    </li>
  );
}
