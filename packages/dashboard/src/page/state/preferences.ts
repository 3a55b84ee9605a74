import { type Observable, observable } from './observable.js';

/** `system` follows the setting of the reader's system. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** What the reader chose, kept in the browser. Nothing secret is among it. */
export interface Preferences {
  readonly theme: Observable<Theme>;
  /** Whether keys of one sign do something (WCAG 2.2, 2.1.4 asks that they can be turned off). */
  readonly hasShortcuts: Observable<boolean>;
}

const themeKey = 'titans.theme';
const shortcutsKey = 'titans.shortcuts';

/** The preferences as they were left. */
export function readPreferences(): Preferences {
  const theme = observable<Theme>(themes.find((name) => name === read(themeKey)) ?? 'system');
  const hasShortcuts = observable(read(shortcutsKey) !== 'off');
  const show = (): void => {
    document.documentElement.dataset.theme = theme.value;
  };
  show();
  theme.subscribe(() => {
    show();
    keep(themeKey, theme.value);
  });
  hasShortcuts.subscribe(() => keep(shortcutsKey, hasShortcuts.value ? 'on' : 'off'));
  return { theme, hasShortcuts };
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    // Browsers may forbid storage: then the choice lasts as long as the page.
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // As above.
  }
}
