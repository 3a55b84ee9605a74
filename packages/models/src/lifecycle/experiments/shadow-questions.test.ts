import { describe, expect, test } from 'vitest';
import { shadowQuestions } from './shadow-questions.js';

describe('questions asked once more', () => {
  test('asks after who offered has gone on, in the order of offers', async () => {
    const asked: number[] = [];
    const shadow = shadowQuestions<number>({ ask: (question) => void asked.push(question) });
    expect([shadow.offer(1), shadow.offer(2), shadow.offer(3)]).toEqual([true, true, true]);
    expect([asked.length, shadow.waiting]).toEqual([0, 3]);
    await shadow.drain();
    expect([asked, shadow.waiting]).toEqual([[1, 2, 3], 0]);
  });

  test('drops what finds no room, and counts it', async () => {
    const asked: number[] = [];
    const shadow = shadowQuestions<number>({ ask: (question) => void asked.push(question), capacity: 2 });
    const taken = [1, 2, 3, 4].map((question) => shadow.offer(question));
    expect([taken, shadow.dropped]).toEqual([[true, true, false, false], 2]);
    await shadow.drain();
    expect(shadow.offer(5)).toBe(true);
    await shadow.drain();
    expect(asked).toEqual([1, 2, 5]);
  });

  test('goes on after a question that fails, and tells of it', async () => {
    const errors: unknown[] = [];
    const asked: number[] = [];
    const shadow = shadowQuestions<number>({
      ask(question) {
        if (question === 1) throw new Error('no model');
        asked.push(question);
      },
      onError: (error) => errors.push(error),
    });
    shadow.offer(1);
    shadow.offer(2);
    await shadow.drain();
    expect([asked, shadow.failed, errors]).toEqual([[2], 1, [new Error('no model')]]);
  });

  test('goes on where who is told of errors fails as well', async () => {
    const asked: number[] = [];
    const shadow = shadowQuestions<number>({
      ask(question) {
        asked.push(question);
        throw new Error('no model');
      },
      onError() {
        throw new Error('no log');
      },
    });
    shadow.offer(1);
    shadow.offer(2);
    await shadow.drain();
    expect([asked, shadow.failed, shadow.waiting]).toEqual([[1, 2], 2, 0]);
  });

  test('drains what was taken so far, though others come all the time', async () => {
    const asked: number[] = [];
    let isBusy = true;
    const shadow = shadowQuestions<number>({
      ask(question) {
        asked.push(question);
        if (isBusy) shadow.offer(question + 1);
      },
    });
    shadow.offer(1);
    shadow.offer(10);
    await shadow.drain();
    expect([asked, shadow.waiting]).toEqual([[1, 10], 2]);
    isBusy = false;
    await shadow.drain();
    expect(asked).toEqual([1, 10, 2, 11]);
  });

  test('lets the event loop turn between two questions', async () => {
    let turns = 0;
    const seen: number[] = [];
    const shadow = shadowQuestions<number>({ ask: () => void seen.push(turns) });
    const timer = setInterval(() => turns++, 0);
    for (let question = 0; question < 5; question++) shadow.offer(question);
    await shadow.drain();
    clearInterval(timer);
    expect(new Set(seen).size).toBeGreaterThan(1);
  });

  test('a capacity that is none is refused', () => {
    expect(() => shadowQuestions({ ask: () => undefined, capacity: 0 })).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  });
});
