import { memoryKeyValueStore, TitansError } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { stateKey } from './stored-state.js';
import { storedState, type TurnPlace, takeTurn } from './turn.js';

const model = 'transactions';

function place(changes: Partial<TurnPlace> = {}): TurnPlace & { clock: number } {
  const made: TurnPlace & { clock: number } = {
    ...{ store: memoryKeyValueStore(), model, leaseMs: 60_000, clock: 0 },
    now: () => made.clock,
    ...changes,
  };
  return made;
}

const oneMoreRun = (state: Awaited<ReturnType<typeof storedState>>) => ({ ...state, runs: state.runs + 1 });

describe('a turn', () => {
  test('is one’s own until it is given back', async () => {
    const here = place();
    const turn = await takeTurn(here, undefined);
    expect(await takeTurn(here, undefined)).toBeNull();
    await turn?.update(oneMoreRun);
    await turn?.end();
    const next = await takeTurn(here, undefined);
    expect(next?.state.runs).toBe(1);
    await next?.end();
    expect(await storedState(here)).toMatchObject({ holder: null, runs: 1 });
  });

  test('passes on when nothing was heard for the time of the lease, and the one who lost it can write nothing', async () => {
    const here = place();
    const lost = await takeTurn(here, undefined);
    here.clock += 59_999;
    expect(await takeTurn(here, undefined)).toBeNull();
    here.clock += 1;
    const next = await takeTurn(here, undefined);
    await expect(lost?.update(oneMoreRun)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(lost?.signal.aborted).toBe(true);
    await lost?.end();
    await next?.update(oneMoreRun);
    expect(await storedState(here)).toMatchObject({ runs: 1, holder: { until: here.clock + 60_000 } });
    await next?.end();
  });

  test('is kept by who lives, however long it takes', async () => {
    const here = place({ leaseMs: 30 });
    const turn = await takeTurn(here, undefined);
    // Timers run by themselves, the clock by hand: however busy the machine is, it says so in time.
    for (let renewal = 1; renewal <= 5; renewal++) {
      here.clock += 20;
      while ((await storedState(here)).holder?.until !== here.clock + 30) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }
    expect(await takeTurn(here, undefined)).toBeNull();
    expect(turn?.signal.aborted).toBe(false);
    await turn?.end();
  });

  test('is lost with the store, once it cannot have been kept', async () => {
    const store = memoryKeyValueStore();
    const here = place({ store, leaseMs: 60, now: Date.now });
    const turn = await takeTurn(here, undefined);
    await store.close();
    await new Promise((resolve) => turn?.signal.addEventListener('abort', resolve));
    expect(turn?.signal.reason).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await expect(turn?.end()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  test('knows the state as it is, though the answer to an older write comes last', async () => {
    const store = memoryKeyValueStore();
    let isLate = false;
    let late: () => void = () => {};
    const here = place({
      ...{ leaseMs: 60, now: Date.now },
      store: {
        ...store,
        compareAndSet: async (...given) => {
          const answer = await store.compareAndSet(...given);
          if (isLate) {
            isLate = false;
            late();
            await new Promise((resolve) => setTimeout(resolve, 40));
          }
          return answer;
        },
      },
    });
    const turn = await takeTurn(here, undefined);
    const renewed = new Promise<void>((resolve) => {
      late = resolve;
    });
    isLate = true;
    await renewed;
    await turn?.update(oneMoreRun);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(turn?.state.runs).toBe(1);
    await turn?.end();
  });

  test('counts what any number of processes count at once', async () => {
    const here = place();
    const work = async (): Promise<void> => {
      for (;;) {
        const turn = await takeTurn(here, undefined);
        if (turn === null) {
          await new Promise((resolve) => setTimeout(resolve, 0));
          continue;
        }
        await turn.update(oneMoreRun);
        return turn.end();
      }
    };
    await Promise.all(Array.from({ length: 20 }, work));
    expect(await storedState(here)).toMatchObject({ runs: 20, holder: null });
  });
});

describe('what is stored', () => {
  test.each([
    ['ARTIFACT_CORRUPT', 'no JSON'],
    ['ARTIFACT_CORRUPT', '[]'],
    ['ARTIFACT_CORRUPT', '{"format":1}'],
    ['ARTIFACT_VERSION', '{"format":2,"runs":1,"notices":[]}'],
  ])('is refused with %s where it is %s', async (code, text) => {
    const here = place();
    await here.store.set(stateKey(model), text);
    const error = await storedState(here).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TitansError);
    expect(error).toMatchObject({ code });
    await expect(takeTurn(here, undefined)).rejects.toMatchObject({ code });
  });
});
