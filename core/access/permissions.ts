/** What a method of the contract may ask for. Which role has which is data (the policy profile), never code. */
export const permissions = [
  /** To see that clips exist, and their metadata: search and list. No picture, no sound. */
  'library',
  'import',
  'clip.view',
  'clip.edit',
  'hold',
  'retention.review',
  'retention.apply',
  'snapshot',
  'redact',
  'approve',
  'disclose',
  'vault.admin',
  /** To put another policy profile in force, and to confirm its review. */
  'vault.profile',
  /** Integrity, looked at by ciphertext only. */
  'vault.check',
  'audit.read',
  'audit.verify',
  /** What was done with a clip that one has recorded or imported, without others' reasons. */
  'history.own-clip',
  'own.passphrase',
  'own.session',
] as const

/** One of the permissions. */
export type Permission = (typeof permissions)[number]

/** Permissions that come with picture and sound, or change what they are taken for. */
export const footagePermissions = [
  'clip.view',
  'clip.edit',
  'snapshot',
  'redact',
  'approve',
  'disclose',
] as const satisfies readonly Permission[]

/** A permission that comes with picture and sound. */
export type FootagePermission = (typeof footagePermissions)[number]

/** True for a permission that comes with picture and sound. */
export function isFootagePermission(permission: Permission): permission is FootagePermission {
  return footagePermissions.some((each) => each === permission)
}

/** What everybody may do with what is their own; every role of a profile has these. */
export const ownPermissions = ['own.passphrase', 'own.session'] as const satisfies readonly Permission[]
