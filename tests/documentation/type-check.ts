import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { Example } from './examples.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** How a user of the packages would compile them. */
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  types: ['node'],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
};

/**
 * Type-checks the examples as modules at the repository's root, so that `@titans/*` means the built declarations of
 * the workspace. Gives for each example its errors as `file:line: message`, in the order of the examples.
 */
export function typeCheck(examples: readonly Omit<Example, 'isRun'>[]): string[][] {
  if (!existsSync(`${root}packages/core/dist/index.d.ts`)) {
    throw new Error('The packages are not built. Run "npm run build" first.');
  }
  const sources = new Map(examples.map((example, index) => [`${root}example-${index}.mts`, example]));
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile, readFile } = host;
  host.fileExists = (name) => sources.has(name) || fileExists(name);
  host.readFile = (name) => sources.get(name)?.code ?? readFile(name);
  host.getSourceFile = (name, language, ...rest) => {
    const example = sources.get(name);
    return example
      ? ts.createSourceFile(name, example.code, language)
      : getSourceFile(name, language, ...rest);
  };
  const program = ts.createProgram([...sources.keys()], options, host);
  return [...sources].map(([name, example]) => {
    const file = program.getSourceFile(name);
    const diagnostics = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return diagnostics.map((diagnostic) => describe(diagnostic, example));
  });
}

function describe(diagnostic: ts.Diagnostic, example: Omit<Example, 'isRun'>): string {
  const offset = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? 0;
  const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n');
  return `${example.file}:${example.line + offset}: ${message}`;
}
