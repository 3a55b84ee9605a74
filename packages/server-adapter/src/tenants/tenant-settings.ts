import { TitansError, type TransactionSource } from '@titans/core';
import * as z from 'zod/mini';
import { having } from '../config/option-schemas.js';
import { issueWords } from '../http/validate.js';
import { type ModelsSetting, modelsSchema } from '../model-host/models-setting.js';
import type { TransactionStore } from './transaction-store.js';

/** What each tenant has of its own. */
export interface TenantSettings {
  readonly models: ModelsSetting;
  /** Where earlier transactions of an account are read from, for features that look back. */
  readonly source?: TransactionSource | undefined;
  /** Where transactions are stored and read from; it is also the source unless another one is given. */
  readonly warehouse?: TransactionStore | undefined;
}

/** A tenant that is opened when it is first asked for. */
export interface OpenedTenantSettings extends TenantSettings {
  /** Called when it is closed: when others need its room, or the service stops. */
  readonly close?: (() => void | Promise<void>) | undefined;
}

/**
 * Says what a tenant has; `null` if there is none of that name. It is asked when a credential names the tenant, and again
 * after the tenant was closed.
 */
export type OpenTenant = (id: string) => OpenedTenantSettings | null | Promise<OpenedTenantSettings | null>;

/** Names of tenants go into keys of stores and labels, and into paths: `.` and `..` are none. */
export const tenantNamePattern: RegExp = /^(?!\.{1,2}$)[\w.-]{1,100}$/;

export const tenantName: z.ZodMiniType<string> = z.string().check(z.regex(tenantNamePattern));

/** The tenant of credentials that name none. */
export const defaultTenantId = 'default';

/** What every tenant has, and the configuration for the default one. */
export const tenantMembers: {
  readonly models: z.ZodMiniType;
  readonly source: z.ZodMiniType;
  readonly warehouse: z.ZodMiniType;
} = {
  models: modelsSchema,
  source: z.optional(having<TransactionSource>('a source of transactions', 'transactions')),
  warehouse: z.optional(having<TransactionStore>('a warehouse', 'loader', 'transactions')),
};

export const tenantsSchema: z.ZodMiniType = z.optional(
  z.union(
    [
      z
        .record(tenantName, z.strictObject(tenantMembers))
        .check(
          z.refine(
            (tenants) => !Object.hasOwn(tenants, defaultTenantId),
            'must not hold "default", which is described by models, source and warehouse themselves',
          ),
        ),
      z.custom<OpenTenant>((value) => typeof value === 'function'),
    ],
    'must hold settings by tenant, or be a function that gives them',
  ),
);

const openedSchema = z.strictObject({
  ...tenantMembers,
  close: z.optional(z.custom<() => void>((value) => typeof value === 'function')),
});

/**
 * Checks what a function has given for a tenant.
 *
 * @throws TitansError `CONFIG_INVALID`.
 */
export function requireTenantSettings(given: OpenedTenantSettings): void {
  const checked = openedSchema.safeParse(given, { error: issueWords });
  if (checked.success) return;
  const [issue] = checked.error.issues;
  const field = ['tenants', ...(issue?.path ?? [])].join('.');
  throw new TitansError(
    'CONFIG_INVALID',
    `What was given for a tenant is not valid: ${field} ${issue?.message}.`,
    {
      details: { field },
    },
  );
}
