import { type ArtifactContent, decodeArtifact, encodeArtifact, type JsonValue } from '@titans/core';
import type { ConformanceCase } from '@titans/core/conformance';
import { type Learned, type LearningTask, learn } from './learner.js';
import { firstUnfrozen } from './plain-data.js';
import { requireRefusal, requireSame, requireSameBytes, requireThat } from './require-that.js';

/** What is saved is the model, all of it and nothing else. */
export function artifactCases<Data extends object, Query extends object>(
  task: LearningTask<Data, Query>,
): readonly ConformanceCase[] {
  const saved = async ({ fitted }: Learned<Query>): Promise<ArtifactContent> => {
    const content = fitted.toArtifact();
    return decodeArtifact(await encodeArtifact(content), { kind: content.kind, maxVersion: content.version });
  };
  const always: readonly ConformanceCase[] = [
    {
      name: 'the artifact can be written, read and written again',
      async run() {
        const learned = await learn(task);
        const content = learned.fitted.toArtifact();
        requireThat(content.kind.includes('/'), () => `Name the kind owner/kind, not "${content.kind}".`);
        const bytes = await encodeArtifact(content);
        requireSameBytes(await encodeArtifact(await saved(learned)), bytes, 'artifacts');
      },
    },
    {
      name: 'the artifact holds nothing that it was trained on',
      async run() {
        const { texts, runs } = task.traces();
        const content = await saved(await learn(task));
        const words = [...textsIn(content.data), ...Object.values(content.arrays).map(decodedText)].join(
          '\n',
        );
        const text = texts.find((secret) => words.includes(secret));
        requireThat(text === undefined, () => 'The artifact holds a training text, word for word.');
        const lists = [...listsIn(content.data), ...Object.values(content.arrays)];
        const held = heldRun(lists, runs);
        requireThat(held === null, () => `The artifact holds training data: ${held?.join(', ')}.`);
      },
    },
  ];
  const { restore } = task;
  if (restore === null) return always;
  return [
    ...always,
    {
      name: 'the restored model gives the same answers, and is saved as the same bytes',
      async run() {
        const learned = await learn(task);
        const restored = await restore(await saved(learned));
        requireSame(restored.answer(task.query()), learned.answer(task.query()), 'answers');
        const bytes = await encodeArtifact(learned.fitted.toArtifact());
        requireSameBytes(await encodeArtifact(restored.fitted.toArtifact()), bytes, 'artifacts');
        const open = firstUnfrozen(restored.fitted, 'restored');
        requireThat(open === null, () => `${open} can be changed: freeze it.`);
      },
    },
    {
      name: 'an artifact of another kind or a later version, or one that lacks its parts, is not restored',
      async run() {
        const content = await saved(await learn(task));
        const kind = { ...content, kind: 'somebody/else' };
        await requireRefusal('another kind', () => restore(kind), 'ARTIFACT_KIND');
        const version = { ...content, version: content.version + 1 };
        await requireRefusal('a later version', () => restore(version), 'ARTIFACT_VERSION');
        const empty = { ...content, data: {}, arrays: {} };
        await requireRefusal('nothing in it', () => restore(empty), 'ARTIFACT_CORRUPT');
        for (const name of Object.keys(content.arrays)) {
          const { [name]: _, ...arrays } = content.arrays;
          await requireRefusal(
            `no array "${name}"`,
            () => restore({ ...content, arrays }),
            'ARTIFACT_CORRUPT',
          );
        }
      },
    },
  ];
}

/** Every text in the data, member names included. */
function textsIn(data: JsonValue): readonly string[] {
  if (typeof data === 'string') return [data];
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, member]) => [key, ...textsIn(member)]);
}

/** What the bytes of an array are as text, in case texts were hidden there. */
function decodedText(array: ArrayBufferView): string {
  return new TextDecoder().decode(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
}

/** Every list of numbers in the data. */
function listsIn(data: JsonValue): readonly (readonly number[])[] {
  if (typeof data !== 'object' || data === null) return [];
  const members: readonly JsonValue[] = Object.values(data);
  const numbers = members.filter((member) => typeof member === 'number');
  return [numbers, ...members.flatMap(listsIn)];
}

/** The first of the runs whose numbers follow one another in a list, in double or single precision. */
function heldRun(
  lists: readonly ArrayLike<number>[],
  runs: readonly Float64Array[],
): readonly number[] | null {
  // Few numbers of an artifact are those that a run begins with: the others cost one look, however many runs there are.
  const byFirst = new Map<number, Float64Array[]>();
  for (const run of runs) {
    const first = run[0] ?? Number.NaN;
    for (const begin of new Set([first, Math.fround(first)])) {
      byFirst.set(begin, [...(byFirst.get(begin) ?? []), run]);
    }
  }
  for (const list of lists) {
    for (let start = 0; start < list.length; start++) {
      const run = byFirst.get(list[start] as number)?.find((each) => follows(list, start, each));
      if (run !== undefined) return [...run];
    }
  }
  return null;
}

function follows(list: ArrayLike<number>, start: number, run: Float64Array): boolean {
  return run.every((wanted, offset) => {
    const found = list[start + offset];
    return found === wanted || found === Math.fround(wanted);
  });
}
