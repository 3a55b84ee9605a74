import type { ComponentChildren, VNode } from 'preact';
import { useId } from '../state/use-id.js';

export interface PanelProps {
  readonly title: string;
  /** One line on what is shown. */
  readonly note?: ComponentChildren;
  /** Controls at the right of the title. */
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
  readonly class?: string;
}

/** A part of a view with a title of its own. */
export function Panel({ title, note, actions, children, class: extra = '' }: PanelProps): VNode {
  const id = useId();
  return (
    <section class={`panel ${extra}`} aria-labelledby={id}>
      <header class="panel-head">
        <div>
          <h2 id={id}>{title}</h2>
          {note && <p class="note">{note}</p>}
        </div>
        {actions && <div class="actions">{actions}</div>}
      </header>
      {children}
    </section>
  );
}
