/** What people may be in a vault (DOMAIN.md, permissions). A person may be several, each within a scope and between dates. */
export const roles = [
  'disclosure-officer',
  'stop-search-lead',
  'supervising-officer',
  'panel-host',
  'supervisor',
  'officer',
  'room-operator',
  'information-governance',
  'administrator',
  'auditor',
] as const

/** One of the roles. */
export type Role = (typeof roles)[number]

/**
 * The only roles that a profile may give footage to. Left out by DOMAIN.md: officers see their own outcomes, room operators
 * have no library, and those who govern, administer or audit see no footage at all.
 */
export const footageRoles = [
  'disclosure-officer',
  'stop-search-lead',
  'supervising-officer',
  'panel-host',
  'supervisor',
] as const satisfies readonly Role[]

/** A role that a profile may give footage to. */
export type FootageRole = (typeof footageRoles)[number]

/** True for a role that may ever be given footage. */
export function isFootageRole(role: Role): role is FootageRole {
  return footageRoles.some((each) => each === role)
}

/**
 * Roles that watch over the others. Whoever holds one sees no footage, whatever else they hold: otherwise administrators
 * would only have to give themselves a second role.
 */
const watchingRoles: ReadonlySet<Role> = new Set(['information-governance', 'administrator', 'auditor'])

/** True where one person would both watch over others and see footage. To be refused when roles are given, and at every decision. */
export function mustBeKeptApart(held: readonly Role[]): boolean {
  return held.some((role) => watchingRoles.has(role)) && held.some(isFootageRole)
}
