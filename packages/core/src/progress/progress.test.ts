import { expect, test } from 'vitest';
import { breathe, throwIfAborted } from './progress.js';

test('a raised signal is an error with the stage and the reason', () => {
  const reason = new Error('enough');
  expect(() => throwIfAborted(AbortSignal.abort(reason), 'load')).toThrow(
    expect.objectContaining({ code: 'ABORTED', details: { stage: 'load' }, cause: reason }),
  );
  expect(() => throwIfAborted(undefined, 'load')).not.toThrow();
  expect(() => throwIfAborted(new AbortController().signal, 'load')).not.toThrow();
});

test('breathing lets timers run, so that a signal raised by one is seen', async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 0);
  await expect(breathe(controller.signal, 'fit')).rejects.toMatchObject({ code: 'ABORTED' });
  await breathe(undefined, 'fit');
});
