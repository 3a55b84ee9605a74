import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { formatCount } from '../format/numbers.js';
import { useWorkspace } from '../session/workspace.js';
import { type Preferences, themes } from '../state/preferences.js';
import { useId } from '../state/use-id.js';
import { useObserved } from '../state/use-observed.js';
import { Icon } from './icon.js';

export interface TopBarProps {
  readonly preferences: Preferences;
  readonly accountId: string;
  readonly isMenuOpen: boolean;
  readonly onAccount: (accountId: string) => void;
  readonly onMenu: () => void;
  readonly onHelp: () => void;
  readonly onSignOut: () => void;
}

const themeNames = { system: 'As the system', light: 'Light', dark: 'Dark' } as const;

/** Whose money is looked at, whether the page is up to date, and how it looks. */
export function TopBar(props: TopBarProps): VNode {
  const { preferences, accountId, isMenuOpen, onAccount, onMenu, onHelp, onSignOut } = props;
  const theme = useObserved(preferences.theme);
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  return (
    <header class="top">
      <button
        type="button"
        class="button quiet square menu"
        aria-expanded={isMenuOpen}
        aria-label="Views"
        onClick={onMenu}
      >
        <Icon name="menu" />
      </button>
      <AccountField accountId={accountId} onAccount={onAccount} />
      <span class="spring" />
      <Quota />
      <LiveSign />
      <button
        type="button"
        class="button quiet square"
        aria-label={`Theme: ${themeNames[theme]}. Change to: ${themeNames[next]}`}
        title={`Theme: ${themeNames[theme]}`}
        onClick={() => preferences.theme.set(next)}
      >
        <Icon name={theme} />
      </button>
      <button
        type="button"
        class="button quiet square keyboard"
        aria-label="Keys"
        title="Keys (?)"
        onClick={onHelp}
      >
        <Icon name="keyboard" />
      </button>
      <button
        type="button"
        class="button quiet square"
        aria-label="Sign out"
        title="Sign out"
        onClick={onSignOut}
      >
        <Icon name="leave" />
      </button>
    </header>
  );
}

/** The account is taken when the field is left or Enter is pressed. */
function AccountField({ accountId, onAccount }: Pick<TopBarProps, 'accountId' | 'onAccount'>): VNode {
  const id = useId();
  return (
    <div class="account">
      <label for={id}>Account</label>
      <input
        id={id}
        value={accountId}
        maxLength={200}
        spellcheck={false}
        autocomplete="off"
        onChange={({ currentTarget }) => {
          const given = currentTarget.value.trim();
          if (given === '') currentTarget.value = accountId;
          else onAccount(given);
        }}
      />
    </div>
  );
}

/** Whether what happens in the service is heard. */
function LiveSign(): VNode {
  const { live, isListening } = useWorkspace();
  const isLive = useObserved(isListening);
  const problem = useObserved(live.problem);
  return (
    <span class={`live ${isLive ? 'on' : 'off'}`} role="status" title={problem?.detail ?? ''}>
      <span class="live-dot" aria-hidden="true" />
      <span class="live-word">{isLive ? 'Live' : 'Not live'}</span>
    </span>
  );
}

/** Until when the service takes no more questions, while that is so. */
function Quota(): VNode | null {
  const { limitedUntil } = useWorkspace();
  const until = useObserved(limitedUntil);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    setNow(Date.now());
    if (until === 0) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [until]);
  const seconds = Math.ceil((until - now) / 1_000);
  if (seconds <= 0) return null;
  return (
    <span class="quota" role="status">
      Quota used up: {formatCount(seconds)} s
    </span>
  );
}
