import { addressOf, type ViewName } from './route.js';

/** Keys pressed one after the other that open a view. */
export const viewKeys: readonly (readonly [key: string, view: ViewName])[] = [
  ['o', 'overview'],
  ['t', 'transactions'],
  ['r', 'review'],
  ['a', 'anomalies'],
  ['m', 'models'],
  ['e', 'experiments'],
  ['d', 'drift'],
  ['q', 'quality'],
  ['f', 'traffic'],
  ['l', 'activity'],
];

const sequenceMs = 1_500;

/** What keys do beside opening views. */
export interface ShortcutActions {
  readonly isOn: () => boolean;
  readonly help: () => void;
  readonly undo: () => void;
}

/** Listens to keys of one sign, where nobody is writing. Gives a function that stops it. */
export function listenToShortcuts({ isOn, help, undo }: ShortcutActions): () => void {
  let goUntil = 0;
  const onKey = (event: KeyboardEvent): void => {
    if (!isOn() || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.target as Element | null;
    if (target?.closest('input:not([type=checkbox]), select, textarea, [contenteditable]') || isInDialog())
      return;
    // A key that is held down would decide on one transaction after the other.
    if (event.repeat) return;
    const { key } = event;
    if (event.timeStamp < goUntil) {
      goUntil = 0;
      const view = viewKeys.find(([letter]) => letter === key)?.[1];
      if (view !== undefined) {
        event.preventDefault();
        location.hash = addressOf(view);
        return;
      }
    }
    if (key === 'g') goUntil = event.timeStamp + sequenceMs;
    else if (key === '?') help();
    else if (key === 'u') undo();
    else if (key === '/') focusOn(event, 'search');
    else if (key === 'c') focusOn(event, 'correct');
    else if (/^[1-9]$/.test(key)) marked(`choose-${key}`)?.click();
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}

function focusOn(event: KeyboardEvent, name: string): void {
  const element = marked(name);
  if (element === null) return;
  event.preventDefault();
  element.focus();
}

function marked(name: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-shortcut="${name}"]`);
}

function isInDialog(): boolean {
  return document.querySelector('dialog[open]') !== null;
}
