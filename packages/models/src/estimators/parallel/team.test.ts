import { expect, test } from 'vitest';
import { withSharedArrays } from './shared-arrays.js';
import { aloneTeam, endTeam, isTeamEnded, memberOf, teamMemory } from './team.js';

test.each([
  ['one of several', () => memberOf(teamMemory(), 0, 2)],
  ['alone', aloneTeam],
])('each of the two counts gives every number once: %s', (_, make) => {
  const team = make();
  expect([team.next(), team.next(), team.next(1), team.next(), team.next(1)]).toEqual([0, 1, 0, 2, 1]);
});

test('members of one team share the counts', () => {
  const memory = teamMemory();
  const [first, second] = [memberOf(memory, 0, 2), memberOf(memory, 1, 2)];
  expect([first.next(), second.next(), first.next()]).toEqual([0, 1, 2]);
});

test('a team of one waits for nobody', () => {
  memberOf(teamMemory(), 0, 1).meet();
  aloneTeam().meet();
});

test('after the end nobody goes on or waits', () => {
  const memory = teamMemory();
  const team = memberOf(memory, 0, 2);
  team.goOn();
  expect(isTeamEnded(memory)).toBe(false);
  endTeam(memory);
  expect(isTeamEnded(memory)).toBe(true);
  for (const step of [team.goOn, team.meet]) {
    expect(step).toThrow(expect.objectContaining({ code: 'ABORTED' }));
  }
});

test('arrays anywhere in plain data become shared, parts of buffers as those parts', () => {
  const whole = Float64Array.of(1, 2, 3, 4);
  const there = new Uint8Array(new SharedArrayBuffer(2));
  const data = { name: 'a', none: null, list: [whole.subarray(1, 3)], deep: { there, weight: 0.5 } };
  const shared = withSharedArrays(data);
  expect(shared).toEqual(data);
  expect(shared.list[0]?.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(shared.deep.there).toBe(there);
  whole[1] = 9;
  expect(shared.list[0]?.[0]).toBe(2);
});
