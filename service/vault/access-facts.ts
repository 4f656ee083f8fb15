import type { AccessObject, AccessSubject } from '../../core/access/access-object.ts'
import { missingMetadata, type PolicyProfile } from '../../core/policy/policy-profile.ts'
import type { ClipRecord } from '../../core/vault/clip-record.ts'
import type { UserRecord } from '../../core/vault/user-record.ts'

/** A person, as decisions about access take them. */
export function accessSubjectOf({ id, name, knownAs, grants, disabledAt }: UserRecord): AccessSubject {
  return { userId: id, name, knownAs, grants, disabled: disabledAt !== null }
}

/** What the profile asks for and nobody has told about a clip; nothing for copies, whose facts are their clip's. */
export function missingOf({ metadata }: Pick<ClipRecord, 'metadata'>, profile: PolicyProfile) {
  return missingMetadata({ ...metadata, category: metadata.categories[0] ?? null }, profile)
}

/** A clip, as decisions about access take it. */
export function accessObjectOf(clip: ClipRecord, profile: PolicyProfile): AccessObject {
  const { ownerForce, area, team, officer } = clip.metadata
  return {
    clip: clip.id,
    ownerForce,
    area,
    team,
    officer,
    importedBy: clip.importedBy,
    involved: clip.involved,
    missing: missingOf(clip, profile),
    restriction: clip.restriction,
    state: clip.expiry.state === 'marked' ? 'undo-window' : 'live',
  }
}
