import type { PolicyProfile } from '../policy/policy-profile.ts'
import type { Instant } from '../ports/clock.ts'
import type { AccessSubject } from './access-object.ts'
import { decideAccess, isInForce } from './decide-access.ts'
import { type Permission, permissions } from './permissions.ts'
import type { Role } from './roles.ts'

/** The roles that somebody has today, each once, in the order of their grants. */
export function rolesToday({ grants, disabled }: AccessSubject, now: Instant): readonly Role[] {
  if (disabled) return []
  return [...new Set(grants.filter((grant) => isInForce(grant, now)).map(({ role }) => role))]
}

/**
 * What somebody may do today at all, somewhere: what a window has to show them. Whether they may with one clip is decided when
 * they ask; this list allows nothing.
 */
export function permissionsToday(
  subject: AccessSubject,
  now: Instant,
  profile: Pick<PolicyProfile, 'permissions'>,
): readonly Permission[] {
  return permissions.filter((permission) => decideAccess({ subject, permission, object: null, now, profile }).allowed)
}
