import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { ProblemNotice } from '../components/states.js';
import { useId } from '../state/use-id.js';
import { connect } from './connection.js';
import { keepCredential } from './credential.js';
import { type Problem, problemOf } from './problem.js';

export interface SignInProps {
  readonly title: string;
  /** Why the reader has to sign in again. */
  readonly reason: string | null;
  readonly onSignedIn: (credential: string) => void;
}

/** Asks for the key that the answers are asked with. It goes nowhere but to this server, in a header. */
export function SignIn({ title, reason, onSignedIn }: SignInProps): VNode {
  const [credential, setCredential] = useState('');
  const [isKept, setKept] = useState(true);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isTrying, setTrying] = useState(false);
  const id = useId();

  async function enter(): Promise<void> {
    setTrying(true);
    setProblem(null);
    const written = credential.trim();
    try {
      const { client } = connect(written, () => undefined);
      await client.models.status();
    } catch (error) {
      const found = problemOf(error);
      // A key that may read nothing here is a key of this server all the same.
      if (found.kind !== 'forbidden') {
        setProblem(found);
        setTrying(false);
        return;
      }
    }
    keepCredential(isKept ? written : null);
    onSignedIn(written);
  }

  return (
    <main class="sign-in">
      <form
        class="panel stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isTrying) void enter();
        }}
      >
        <h1>{title}</h1>
        {reason !== null && <p role="status">{reason}</p>}
        <div class="field">
          <label for={id}>API key or access token</label>
          <input
            id={id}
            type="password"
            autocomplete="off"
            spellcheck={false}
            value={credential}
            onInput={({ currentTarget }) => setCredential(currentTarget.value)}
          />
          <span class="note">Leave it empty for a server that asks for none.</span>
        </div>
        <label class="check">
          <input
            type="checkbox"
            checked={isKept}
            onChange={({ currentTarget }) => setKept(currentTarget.checked)}
          />
          Keep it until this tab is closed
        </label>
        {problem !== null && <ProblemNotice problem={problem} />}
        <button type="submit" class="button primary" aria-disabled={isTrying}>
          {isTrying ? 'Signing in…' : 'Sign in'}
        </button>
      </form>
    </main>
  );
}
