import { beforeAll, describe, expect, test } from 'vitest';
import { documentationExamples, examplesIn, examplesWithoutBlock } from './examples.js';
import { typeCheck } from './type-check.js';

describe('finding the examples', () => {
  test('in Markdown, with the line of the first line of code', () => {
    const page = ['# Page', '```ts', 'const a = 1;', '', 'a;', '```', '```sh', 'ls', '```'].join('\n');
    expect(examplesIn('page.md', page)).toEqual([
      { file: 'page.md', line: 3, code: 'const a = 1;\n\na;', isRun: true },
    ]);
  });

  test('in doc comments, without the asterisks and with the code indented as written', () => {
    const source = [
      '/**',
      ' * Why.',
      ' *',
      ' * ```ts',
      ' * if (a) {',
      ' *   b();',
      ' * }',
      ' * ```',
      ' */',
    ].join('\n');
    expect(examplesIn('a.ts', source)).toEqual([
      { file: 'a.ts', line: 5, code: 'if (a) {\n  b();\n}', isRun: true },
    ]);
  });

  test('that are not to be run, as they need what a reader has', () => {
    expect(examplesIn('page.md', '```ts compile-only\na;\n```')).toMatchObject([
      { code: 'a;', isRun: false },
    ]);
  });

  test('an open block is an error', () => {
    expect(() => examplesIn('page.md', '```ts\nconst a = 1;')).toThrow('page.md:2');
  });
});

describe('type-checking', () => {
  test('says the line in the page where the error is', () => {
    const wrong = {
      file: 'page.md',
      line: 10,
      code: "const fine = 1;\nconst text: string = fine;\nmissing('x');",
    };
    const right = {
      file: 'page.md',
      line: 20,
      code: 'export const fine: number = await Promise.resolve(1);',
    };
    const [wrongErrors, rightErrors] = typeCheck([wrong, right]);
    expect(wrongErrors).toEqual([
      "page.md:11: Type 'number' is not assignable to type 'string'.",
      "page.md:12: Cannot find name 'missing'.",
    ]);
    expect(rightErrors).toEqual([]);
  });
});

describe('every example in the documentation compiles', () => {
  const examples = documentationExamples();
  let errors: string[][] = [];
  beforeAll(() => {
    errors = typeCheck(examples);
  }, 120_000);

  test.each(examples.map((example, index) => [`${example.file}:${example.line}`, index] as const))(
    '%s',
    (_place, index) => {
      expect(errors[index]).toEqual([]);
    },
  );

  test('every @example is a ts block', () => {
    expect(examplesWithoutBlock()).toEqual([]);
  });
});
