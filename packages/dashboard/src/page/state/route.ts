import { type Observable, observable } from './observable.js';

/** The views of the page, in the order of the navigation. */
export const viewNames = [
  'overview',
  'transactions',
  'review',
  'anomalies',
  'models',
  'experiments',
  'drift',
  'quality',
  'traffic',
  'activity',
] as const;
export type ViewName = (typeof viewNames)[number];

/** Address of a view within the page. */
export function addressOf(view: ViewName): string {
  return `#/${view}`;
}

/** The view that an address names; the overview where it names none. */
function viewOf(hash: string): ViewName {
  const name = hash.replace(/^#\/?/, '');
  return viewNames.find((view) => view === name) ?? 'overview';
}

/** The view that is shown: it follows the address, so that links, reloading and going back work. */
export function currentView(): Observable<ViewName> {
  const view = observable(viewOf(location.hash));
  addEventListener('hashchange', () => view.set(viewOf(location.hash)));
  return view;
}
