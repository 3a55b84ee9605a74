import type { VNode } from 'preact';
import type { Preferences } from '../state/preferences.js';
import { viewKeys } from '../state/shortcuts.js';
import { useObserved } from '../state/use-observed.js';
import { viewTitles } from '../views/view-list.js';
import { Dialog } from './dialog.js';

const others = [
  ['?', 'This list'],
  ['/', 'Search transactions'],
  ['1 to 5', 'In the review: choose that category'],
  ['c', 'In the review: write another category'],
  ['u', 'Undo the last decision'],
  ['Arrows, Page, Home, End', 'In the grid: move'],
  ['Enter', 'In the grid: open the transaction'],
  ['Esc', 'Close what is open'],
] as const;

/** The keys that do something, and whether they do. */
export function HelpDialog({
  preferences: { hasShortcuts },
  onClose,
}: {
  readonly preferences: Preferences;
  readonly onClose: () => void;
}): VNode {
  const isOn = useObserved(hasShortcuts);
  return (
    <Dialog title="Keys" onClose={onClose}>
      <label class="check">
        <input
          type="checkbox"
          checked={isOn}
          onChange={({ currentTarget }) => hasShortcuts.set(currentTarget.checked)}
        />
        Keys of one sign do something
      </label>
      <dl class="keys">
        {viewKeys.map(([key, view]) => (
          <div key={key}>
            <dt>
              <kbd>g</kbd> <kbd>{key}</kbd>
            </dt>
            <dd>{viewTitles[view]}</dd>
          </div>
        ))}
        {others.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
