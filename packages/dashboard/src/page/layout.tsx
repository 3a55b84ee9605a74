import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { HelpDialog } from './components/help-dialog.js';
import { SideBar } from './components/side-bar.js';
import { Toasts } from './components/toasts.js';
import { TopBar } from './components/top-bar.js';
import { useWorkspace } from './session/workspace.js';
import type { Observable } from './state/observable.js';
import type { Preferences } from './state/preferences.js';
import type { ViewName } from './state/route.js';
import { listenToShortcuts } from './state/shortcuts.js';
import { useObserved } from './state/use-observed.js';
import { CurrentView } from './views/current-view.js';
import { useUndo } from './views/review/use-decide.js';
import { viewTitles } from './views/view-list.js';

export interface LayoutProps {
  readonly title: string;
  readonly preferences: Preferences;
  readonly view: Observable<ViewName>;
  readonly accountId: string;
  readonly onAccount: (accountId: string) => void;
  readonly onSignOut: () => void;
}

/** What stands around every view: where one is, where one can go, and what has just happened. */
export function Layout({ title, preferences, view, accountId, onAccount, onSignOut }: LayoutProps): VNode {
  const { notices, decisions, live, reopen } = useWorkspace();
  const name = useObserved(view);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const isFirst = useRef(true);
  const undo = useUndo();

  useEffect(() => {
    document.title = `${viewTitles[name]} · ${title}`;
    setMenuOpen(false);
    // Whoever follows a link is led to what it leads to; whoever opens the page begins at its top.
    if (!isFirst.current) heading.current?.focus();
    isFirst.current = false;
  }, [name]);

  useEffect(
    () =>
      listenToShortcuts({
        isOn: () => preferences.hasShortcuts.value,
        help: () => setHelpOpen(true),
        undo: () => {
          const last = decisions.decisions.value[0];
          if (last !== undefined) undo(last.row);
        },
      }),
    [decisions, undo],
  );

  useEffect(
    () =>
      live.onEvent(({ type }) => {
        if (type !== 'import') return;
        notices.tell('Transactions were imported.', {
          kind: 'news',
          action: { label: 'Show them', run: reopen },
        });
      }),
    [live],
  );

  return (
    <div class="page">
      <button type="button" class="button skip" onClick={() => heading.current?.focus()}>
        Skip to the content
      </button>
      <SideBar title={title} current={name} isOpen={isMenuOpen} onClose={() => setMenuOpen(false)} />
      <div class="content">
        <TopBar
          {...{ preferences, accountId, onAccount, onSignOut, isMenuOpen }}
          onMenu={() => setMenuOpen(!isMenuOpen)}
          onHelp={() => setHelpOpen(true)}
        />
        <main>
          <h1 ref={heading} tabIndex={-1}>
            {viewTitles[name]}
          </h1>
          <CurrentView key={`${name} ${accountId}`} name={name} />
        </main>
      </div>
      <Toasts notices={notices} />
      {isHelpOpen && <HelpDialog preferences={preferences} onClose={() => setHelpOpen(false)} />}
    </div>
  );
}
