import { expect, test } from 'vitest';
import { inTime } from './in-time.js';

const never = new Promise<string>(() => undefined);

test('what comes in time is given, and its error is thrown', async () => {
  expect(await inTime(Promise.resolve('value'), 1_000, () => 'late')).toBe('value');
  await expect(inTime(Promise.reject(new Error('its own')), 1_000, () => 'late')).rejects.toThrow('its own');
});

test('what does not come in time is replaced, or is an error', async () => {
  expect(await inTime(never, 5, () => 'late')).toBe('late');
  const refuse = (): never => {
    throw new Error('too late');
  };
  await expect(inTime(never, 5, refuse)).rejects.toThrow('too late');
});

test('an error that comes too late is not left unhandled', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  const failing = new Promise<string>((_resolve, reject) => setTimeout(() => reject(new Error('later')), 15));
  expect(await inTime(failing, 5, () => 'late')).toBe('late');
  await new Promise((resolve) => setTimeout(resolve, 40));
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});
