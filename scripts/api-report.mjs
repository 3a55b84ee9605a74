/**
 * The public surface of every entry point, as a report under `api/` that is committed: a change of it shows in
 * review. Fails where a report is out of date, where an exported function or class has no docstring, and where a type
 * that an exported signature mentions is exported nowhere, so that a user could not write its name. With `--write` it
 * brings the reports up to date.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { entryPoints } from './entry-points.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const reportFolder = `${root}api`;
const freshFolder = `${root}node_modules/.cache/api`;
const write = process.argv.includes('--write');

const entries = entryPoints().map((entry) => ({ ...entry, report: reportName(entry) }));
mkdirSync(reportFolder, { recursive: true });
rmSync(freshFolder, { recursive: true, force: true });
mkdirSync(freshFolder, { recursive: true });

const failures = [];
const forgotten = entries.flatMap(extract);
const exportedNames = new Map(
  entries.map((entry) => [
    entry.folder,
    new Set(entries.filter((other) => other.folder === entry.folder).flatMap(namesIn)),
  ]),
);
for (const { entry, name } of forgotten) {
  // A value that a type is read off (`typeof names`) need not be exported: only types have to be written down.
  if (/^[A-Z]/.test(name) && !exportedNames.get(entry.folder).has(name)) {
    failures.push(
      `${entry.specifier}: "${name}" is used in an exported signature, but no entry point exports it`,
    );
  }
}
for (const entry of entries) {
  for (const name of undocumentedIn(entry)) failures.push(`${entry.specifier}: "${name}" has no docstring`);
}
for (const file of readdirSync(reportFolder)) {
  if (entries.some((entry) => entry.report === file)) continue;
  if (write) rmSync(`${reportFolder}/${file}`);
  else failures.push(`api/${file}: no entry point has this report any more`);
}

if (failures.length > 0) {
  console.error(failures.join('\n'));
  process.exitCode = 1;
}

function reportName(entry) {
  const subpath = entry.specifier.slice(entry.packageName.length + 1).replaceAll('/', '.');
  return subpath === '' ? `${entry.folder}.api.md` : `${entry.folder}.${subpath}.api.md`;
}

/** Writes or compares one report; returns the types that its signatures mention and it does not export. */
function extract(entry) {
  const mainEntryPointFilePath = `${root}${entry.declaration}`;
  if (!existsSync(mainEntryPointFilePath)) {
    failures.push(`${entry.specifier}: ${entry.declaration} is not there; run "npm run build" first`);
    return [];
  }
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: `${root}packages/${entry.folder}/package.json`,
    configObject: {
      projectFolder: `${root}packages/${entry.folder}`,
      mainEntryPointFilePath,
      compiler: { tsconfigFilePath: `${root}packages/${entry.folder}/tsconfig.json` },
      apiReport: {
        enabled: true,
        reportFileName: entry.report.replace(/\.api\.md$/, ''),
        reportFolder,
        reportTempFolder: freshFolder,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      newlineKind: 'lf',
      messages: {
        extractorMessageReporting: {
          default: { logLevel: 'none' },
          'ae-forgotten-export': { logLevel: 'warning' },
          'ae-wrong-input-file-type': { logLevel: 'error' },
        },
        tsdocMessageReporting: { default: { logLevel: 'none' } },
      },
    },
  });
  const missing = [];
  const result = Extractor.invoke(config, {
    localBuild: write,
    messageCallback(message) {
      message.handled = true;
      if (message.messageId === 'ae-forgotten-export') {
        missing.push({ entry, name: /"([^"]+)"/.exec(message.text)?.[1] ?? message.text });
      } else if (message.logLevel === 'error') {
        failures.push(`${entry.specifier}: ${message.text}`);
      }
    },
  });
  if (result.apiReportChanged && !write) {
    failures.push(
      `api/${entry.report} is out of date; if the change is meant, run "npm run api"\n${firstDifference(entry)}`,
    );
  }
  return missing;
}

function linesOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
}

function firstDifference(entry) {
  const committed = linesOf(`${reportFolder}/${entry.report}`);
  const fresh = linesOf(`${freshFolder}/${entry.report}`);
  const index = fresh.findIndex((line, position) => line !== committed[position]);
  const line = index < 0 ? fresh.length : index;
  return `  line ${line + 1}\n  - ${committed[line] ?? '(end)'}\n  + ${fresh[line] ?? '(end)'}`;
}

function namesIn(entry) {
  return linesOf(`${freshFolder}/${entry.report}`).flatMap((line) => {
    const declared =
      /^export (?:default )?(?:abstract )?(?:function|interface|type|const|class|enum|namespace) (\w+)/.exec(
        line,
      );
    if (declared) return [declared[1]];
    const listed = /^export \{ (\w+) \}/.exec(line);
    return listed ? [listed[1]] : [];
  });
}

/** Functions and classes without a docstring; of overloads one must have it. */
function undocumentedIn(entry) {
  const lines = linesOf(`${freshFolder}/${entry.report}`);
  const documented = new Set();
  const undocumented = new Set();
  for (const [index, line] of lines.entries()) {
    const name = /^export (?:abstract )?(?:function|class) (\w+)/.exec(line)?.[1];
    if (name === undefined) continue;
    const hasDocstring = !/\(undocumented\)/.test(lines[index - 1]);
    (hasDocstring ? documented : undocumented).add(name);
  }
  return [...undocumented].filter((name) => !documented.has(name));
}
