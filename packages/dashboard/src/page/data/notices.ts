import { type Observable, observable } from '../state/observable.js';

/** A short message that goes away by itself. */
export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly kind: 'done' | 'problem' | 'news';
  /** Something that can be done about it. */
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

/** Messages that are shown now. */
export interface Notices {
  readonly list: Observable<readonly Notice[]>;
  tell(text: string, options?: { kind?: Notice['kind']; action?: Notice['action'] }): void;
  dismiss(id: number): void;
}

const most = 3;

export function notices(): Notices {
  const list = observable<readonly Notice[]>([]);
  let lastId = 0;
  return {
    list,
    tell(text, { kind = 'done', action = null } = {}) {
      // News that come every second need not be told every second.
      if (kind === 'news' && list.value.some((notice) => notice.text === text)) return;
      lastId += 1;
      list.set([...list.value, { id: lastId, text, kind, action }].slice(-most));
    },
    dismiss: (id) => list.set(list.value.filter((notice) => notice.id !== id)),
  };
}
