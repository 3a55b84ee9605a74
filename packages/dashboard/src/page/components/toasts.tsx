import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Notice, Notices } from '../data/notices.js';
import { useObserved } from '../state/use-observed.js';
import { Icon } from './icon.js';

const shownMs = 10_000;

/** Messages at the foot of the page, read out as they come. */
export function Toasts({ notices }: { readonly notices: Notices }): VNode {
  const list = useObserved(notices.list);
  return (
    <div class="toasts" role="status" aria-live="polite">
      {list.map((notice) => (
        <Toast key={notice.id} notice={notice} onDone={() => notices.dismiss(notice.id)} />
      ))}
    </div>
  );
}

function Toast({ notice, onDone }: { readonly notice: Notice; readonly onDone: () => void }): VNode {
  const { text, kind, action } = notice;
  useEffect(() => {
    // What went wrong stays until it was read.
    if (kind === 'problem') return;
    const timer = setTimeout(onDone, shownMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class={`toast ${kind}`}>
      <span class="toast-text">{text}</span>
      {action && (
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            action.run();
            onDone();
          }}
        >
          {action.label}
        </button>
      )}
      <button type="button" class="button quiet square" aria-label="Dismiss" onClick={onDone}>
        <Icon name="close" />
      </button>
    </div>
  );
}
