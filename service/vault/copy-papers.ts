import { readCertificate } from '../../contract/certificate-file.ts'
import { readProject } from '../../contract/project-file.ts'
import type { ClipIndex } from '../../core/clips/clip-index.ts'
import type { Grounds, ScheduleFacts } from '../../core/disclosure/schedule.ts'
import type { RedactionPolicy } from '../../core/policy/redaction-policy.ts'
import type { CanonicalJson } from '../../core/ports/canonical-json.ts'
import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import { compilePlan } from '../../core/redaction/compile-plan.ts'
import type { RedactionProject } from '../../core/redaction/project.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { ClipRecord } from '../../core/vault/clip-record.ts'
import type { ClipId } from '../../core/vault/ids.ts'
import type { Certificate } from '../../core/verification/certificate.ts'
import { documentTextOf } from './handlers/documents.ts'
import { keptIndexOf } from './kept-index.ts'

/** A copy with the clip that it was made from, and what the vault keeps about how. */
export type PaperedCopy = {
  readonly copy: ClipRecord
  readonly source: ClipRecord
  readonly certificate: Certificate
  readonly project: RedactionProject
}

type Kept = Pick<VaultStore, 'read' | 'objects'>

async function neededText(store: Kept, copy: ClipId, kind: 'certificate' | 'project'): Promise<Result<string>> {
  const text = await documentTextOf(store, copy, kind)
  if (!text.ok) return text
  return text.value === null ? failed({ kind: 'object-missing', name: copy }) : ok(text.value)
}

/** What belongs to a copy. Fails with `no-copy` on a clip that is none, and where its certificate is about another file. */
export async function paperedCopy(store: Kept, copy: ClipRecord): Promise<Result<PaperedCopy>> {
  if (copy.kind !== 'copy' || copy.madeFrom === null) return failed({ kind: 'no-copy', name: copy.id })
  const source = await store.read.clip(copy.madeFrom)
  if (!source) return failed({ kind: 'no-such-clip', name: copy.madeFrom })
  const certificateText = await neededText(store, copy.id, 'certificate')
  if (!certificateText.ok) return certificateText
  const certificate = readCertificate(certificateText.value, 'certificate')
  if (!certificate.ok) return certificate
  if (certificate.value.payload.copy.sha256 !== copy.sha256)
    return failed({ kind: 'certificate-mismatch', what: 'copy' })
  const projectText = await neededText(store, copy.id, 'project')
  if (!projectText.ok) return projectText
  const project = readProject(projectText.value, 'project')
  return project.ok ? ok({ copy, source, certificate: certificate.value, project: project.value }) : project
}

function groundsOf({ grounds, classReasons, soundReason }: RedactionPolicy): Grounds {
  const { person } = classReasons
  return {
    titles: Object.fromEntries(grounds.map(({ id, title }) => [id, title])),
    defaults: {
      ...classReasons,
      ...(person === undefined ? {} : { 'rest-of-picture': person }),
      ...(soundReason === null ? {} : { sound: soundReason }),
    },
  }
}

/** What schedules need beside the copy's own papers. */
export type ScheduleNeeds = {
  readonly policy: RedactionPolicy
  readonly json: Pick<CanonicalJson, 'hashOf'>
  /** Reads the clip anew, whole: where no index was kept from which the same plan follows. */
  readonly readIndex: () => Promise<Result<ClipIndex>>
}

function plannedFrom({ project, certificate }: PaperedCopy, index: ClipIndex, needs: ScheduleNeeds) {
  const plan = compilePlan(project, index)
  const same = plan.ok && needs.json.hashOf(plan.value) === certificate.payload.planSha256
  return same ? { project, plan: plan.value, index, grounds: groundsOf(needs.policy) } : null
}

/** What the schedules of a copy are made from: the very plan that it was made by. Fails where that does not follow from its project. */
export async function scheduleFactsOf(
  store: Kept,
  papered: PaperedCopy,
  needs: ScheduleNeeds,
): Promise<Result<ScheduleFacts>> {
  const kept = await keptIndexOf(store, papered.source.id)
  if (!kept.ok) return kept
  const known = kept.value && plannedFrom(papered, kept.value, needs)
  if (known) return ok(known)
  const index = await needs.readIndex()
  if (!index.ok) return index
  const facts = plannedFrom(papered, index.value, needs)
  return facts ? ok(facts) : failed({ kind: 'certificate-mismatch', what: 'plan' })
}
