import type { VNode } from 'preact';
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { notices as createNotices } from './data/notices.js';
import { Layout } from './layout.js';
import { connect } from './session/connection.js';
import { keepCredential, keptCredential } from './session/credential.js';
import { SignIn } from './session/sign-in.js';
import { openWorkspace, WorkspaceProvider } from './session/workspace.js';
import { readPreferences } from './state/preferences.js';
import { currentView } from './state/route.js';

const preferences = readPreferences();
const view = currentView();
/** Stands for the account where a source names none. */
const defaultAccount = 'default';

/** The page: signing in, and then the views of one account. */
export function App({ title }: { readonly title: string }): VNode {
  const [credential, setCredential] = useState(keptCredential);
  const [reason, setReason] = useState<string | null>(null);
  const signOut = useCallback((why: string | null) => {
    keepCredential(null);
    setReason(why);
    setCredential(null);
  }, []);
  if (credential === null) {
    return (
      <SignIn
        title={title}
        reason={reason}
        onSignedIn={(given) => {
          setReason(null);
          setCredential(given);
        }}
      />
    );
  }
  return <Signed title={title} credential={credential} signOut={signOut} />;
}

interface SignedProps {
  readonly title: string;
  readonly credential: string;
  readonly signOut: (reason: string | null) => void;
}

function Signed({ title, credential, signOut }: SignedProps): VNode {
  const [accountId, setAccountId] = useState(defaultAccount);
  const [round, setRound] = useState(0);
  // Of this reader alone: they name transactions, and what they offer is done with this credential.
  const [notices] = useState(createNotices);
  const workspace = useMemo(
    () =>
      openWorkspace(
        connect(credential, () => signOut('The key is not accepted any more. Sign in again.')),
        accountId,
        notices,
        () => setRound((before) => before + 1),
      ),
    [credential, accountId, round, signOut],
  );
  useEffect(() => () => workspace.close(), [workspace]);
  return (
    <WorkspaceProvider value={workspace}>
      <Layout
        key={round}
        {...{ title, preferences, view, accountId }}
        onAccount={setAccountId}
        onSignOut={() => signOut(null)}
      />
    </WorkspaceProvider>
  );
}
