import { describe, expect, test } from 'vitest';
import { silentLogger } from '../logging/logger.js';
import { backgroundWork } from './background-work.js';

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

describe('work that no request waits for', () => {
  test('is waited for as it was, though more is begun all the time', async () => {
    const background = backgroundWork(silentLogger, 'tenant');
    const ended: number[] = [];
    let isBusy = true;
    const begin = (turn: number): void =>
      background.run('turns', async () => {
        await pause();
        if (isBusy) begin(turn + 1);
        await pause();
        ended.push(turn);
      });
    begin(1);
    await background.flush();
    expect(ended[0]).toBe(1);
    isBusy = false;
    await background.flush();
    await background.flush();
    expect(background.lost).toEqual({});
  });

  test('is counted as lost where it fails, and where a thousand are under way', async () => {
    const background = backgroundWork(silentLogger, 'tenant');
    background.run('marks', () => Promise.reject(new Error('The store is away.')));
    await background.flush();
    let begun = 0;
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    for (let turn = 0; turn < 1_005; turn++) {
      background.run('answers', () => {
        begun++;
        return ended;
      });
    }
    background.lose('shadow', 3);
    expect([begun, background.lost]).toEqual([1_000, { marks: 1, answers: 5, shadow: 3 }]);
    end();
    await background.flush();
    background.run('answers', () => Promise.resolve());
    expect(background.lost.answers).toBe(5);
  });
});
