import * as z from 'zod/mini';
import { type Datatype, datatypes, type Tensor } from './tensor.js';

const name = z.string().check(z.minLength(1), z.maxLength(200));
const parameters = z.optional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])));
/** What one request may ask at most, which is also what a batch may. */
export const maxRows = 100;

/** Body of `POST /v2/models/{model_name}/infer`. */
export interface InferRequest {
  readonly id?: string | undefined;
  readonly parameters?: Readonly<Record<string, string | number | boolean>> | undefined;
  readonly inputs: readonly Tensor[];
  /** Which outputs are wanted; all unless told. */
  readonly outputs?: readonly { readonly name: string }[] | undefined;
}

export const inferRequestSchema: z.ZodMiniType<InferRequest> = z.object({
  id: z.optional(z.string().check(z.maxLength(200))),
  parameters,
  inputs: z
    .array(
      z.object({
        name,
        shape: z.array(z.int().check(z.gte(1), z.lte(maxRows))).check(z.minLength(1), z.maxLength(2)),
        datatype: z.enum(datatypes),
        parameters,
        data: z.array(z.unknown()).check(z.maxLength(maxRows)),
      }),
    )
    .check(z.minLength(1), z.maxLength(50)),
  outputs: z.optional(z.array(z.object({ name, parameters })).check(z.maxLength(50))),
});

const tensor: z.ZodMiniType<Tensor> = z.object({
  name: z.string(),
  shape: z.array(z.int()),
  datatype: z.enum(datatypes),
  data: z.array(z.unknown()),
});

/** Answer of `POST /v2/models/{model_name}/infer`. */
export interface InferResponse {
  readonly model_name: string;
  readonly model_version: string;
  readonly id: string;
  readonly outputs: readonly Tensor[];
}

export const inferResponseSchema: z.ZodMiniType<InferResponse> = z.object({
  model_name: z.string(),
  model_version: z.string(),
  id: z.string(),
  outputs: z.array(tensor),
});

/** Name, type and shape of an input or output; −1 stands for any number of rows. */
export interface TensorDescription {
  readonly name: string;
  readonly datatype: Datatype;
  readonly shape: readonly number[];
}

const description: z.ZodMiniType<TensorDescription> = z.object({
  name: z.string(),
  datatype: z.enum(datatypes),
  shape: z.array(z.int()),
});

/** Answer of `GET /v2/models/{model_name}`. */
export interface ModelMetadata {
  readonly name: string;
  readonly versions: readonly string[];
  readonly platform: string;
  readonly inputs: readonly TensorDescription[];
  readonly outputs: readonly TensorDescription[];
}

export const modelMetadataSchema: z.ZodMiniType<ModelMetadata> = z.object({
  name: z.string(),
  versions: z.array(z.string()),
  platform: z.string(),
  inputs: z.array(description),
  outputs: z.array(description),
});

/** Answer of `GET /v2`. */
export interface ServerMetadata {
  readonly name: string;
  readonly version: string;
  readonly extensions: readonly string[];
}

export const serverMetadataSchema: z.ZodMiniType<ServerMetadata> = z.object({
  name: z.string(),
  version: z.string(),
  extensions: z.array(z.string()),
});

export const liveSchema: z.ZodMiniType<{ readonly live: boolean }> = z.object({ live: z.boolean() });
export const readySchema: z.ZodMiniType<{ readonly ready: boolean }> = z.object({ ready: z.boolean() });
export const modelReadySchema: z.ZodMiniType<{ readonly name: string; readonly ready: boolean }> = z.object({
  name: z.string(),
  ready: z.boolean(),
});

/** Path of the routes of a model. */
export interface ModelPath {
  readonly model_name: string;
  readonly model_version?: string;
}

export const modelPathSchema: z.ZodMiniType<{ readonly model_name: string }> = z.strictObject({
  model_name: name,
});
export const modelVersionPathSchema: z.ZodMiniType<{
  readonly model_name: string;
  readonly model_version: string;
}> = z.strictObject({ model_name: name, model_version: name });
