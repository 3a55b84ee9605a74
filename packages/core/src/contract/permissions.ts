/** What a credential may do. */
export const permissions = [
  'read_transactions',
  'write_transactions',
  'create_predictions',
  'manage_models',
  'admin_access',
] as const;
export type Permission = (typeof permissions)[number];

/** Named sets of permissions. */
export const rolePermissions: {
  readonly viewer: readonly Permission[];
  readonly analyst: readonly Permission[];
  readonly editor: readonly Permission[];
  readonly admin: readonly Permission[];
} = {
  viewer: ['read_transactions'],
  analyst: ['read_transactions', 'create_predictions'],
  editor: ['read_transactions', 'write_transactions', 'create_predictions'],
  admin: permissions,
};
export type Role = keyof typeof rolePermissions;
