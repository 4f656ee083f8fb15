import { addHours } from '../../../core/calendar.ts'
import type { OpenClip } from '../../../core/ports/vault/vault-objects.ts'
import type { JobLease } from '../../../core/ports/vault/vault-store.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { ClipRecord } from '../../../core/vault/clip-record.ts'
import { type ClipId, clipId } from '../../../core/vault/ids.ts'
import type { ObjectRecord } from '../../../core/vault/object-record.ts'
import { type RedactedClip, type RedactRequest, redactClip } from '../../redact-clip.ts'
import type { CallContext } from '../handler.ts'
import type { LentEngine, ServicePorts } from '../service-ports.ts'
import { type VaultCopyTarget, vaultCopyTarget } from '../vault-copy-target.ts'
import { withClip } from './engine-methods.ts'
import { theClip } from './the-clip.ts'

type CopyCall = CallContext<'clip.redact'> | CallContext<'redaction.render'>
type LeasedCall = CopyCall | CallContext<'redaction.trial'>

/** The record that a copy of a clip gets: its facts are the clip's, its life is its own. */
function copyRecord(context: CopyCall, id: ClipId, written: ObjectRecord): ClipRecord {
  const clip = theClip(context)
  const { index } = clip
  return {
    ...clip,
    id,
    kind: 'copy',
    madeFrom: clip.id,
    object: written.id,
    sha256: written.sha256,
    bytes: written.bytes,
    name: `${id}.mp4`,
    importedAt: context.now(),
    importedBy: context.user.id,
    index:
      index.state === 'indexed'
        ? { state: 'indexed', frames: index.frames, seconds: index.seconds, deep: false }
        : index,
    source: null,
    expiry: { state: 'kept' },
    dueBefore: null,
    reviewedAt: null,
    releasedAt: null,
  }
}

/** Keeps the report of a copy that did not pass beside its clip. */
async function keepReport(context: CopyCall, report: string): Promise<Result<string>> {
  const { store } = context
  const clip = theClip(context)
  const put = await store.objects.put({ clip: clip.id, kind: 'report', label: context.now() }, report)
  if (!put.ok) return put
  const object = { kind: 'report', id: put.value.id, sha256: put.value.sha256 } as const
  return store.change(context.draft('clip.redact', { object, outcome: 'failed' }), async (write) => {
    await write.keepObject(put.value)
    return ok(put.value.id)
  })
}

function targetOf(context: CopyCall, lease: JobLease, id: ClipId): VaultCopyTarget {
  return vaultCopyTarget({
    objects: context.store.objects,
    lease,
    copy: id,
    recordOf: (written) => copyRecord(context, id, written),
    ending: (copy) => context.ending({ object: { kind: 'copy', id: copy.id, sha256: copy.sha256 } }),
    keepReport: (report) => keepReport(context, report),
  })
}

/** What a copy is made with: the clip, an engine, and a share in the vault that outlasts a lock. */
export type CopyTools = { readonly clip: OpenClip; readonly engine: LentEngine; readonly lease: JobLease }

/** Decides what is made of the clip: everything that a request has beside the clip, the place of the copy and its name. */
export type CopyWanted = Omit<RedactRequest, 'clip' | 'target' | 'copyName'>

/** A copy of the call's clip, kept in the vault. */
export type MadeCopy = Pick<RedactedClip, 'certificate' | 'renders'> & { readonly copy: ClipId }

/** What a copy of a clip is called. */
export function copyNameOf({ index }: ClipRecord, copy: ClipId): string {
  return `${copy}${index.state === 'indexed' && index.frames === 0 ? '.m4a' : '.mp4'}`
}

/** The road of every copy: rendered, checked as a file, certified, published into the vault; or nothing but a report is left. */
export async function makeCopy(
  context: CopyCall,
  wanted: CopyWanted,
  { clip, engine, lease, ports }: CopyTools & { readonly ports: ServicePorts },
): Promise<Result<MadeCopy>> {
  const copy = clipId(ports.newId())
  const target = targetOf(context, lease, copy)
  const redactPorts = {
    engine,
    newSecret: ports.newSecret,
    json: ports.json,
    now: ports.now,
    describeEngine: () => engine.describe(),
    sign: lease.sign,
    auditAnchor: async () => lease.anchor,
  }
  const redacted = await redactClip(
    redactPorts,
    { ...wanted, clip, target, copyName: copyNameOf(theClip(context), copy) },
    context.work,
  )
  if (!redacted.ok) return redacted
  const { certificate, renders } = redacted.value
  return ok({ copy, certificate, renders })
}

/** Runs something that makes a copy, kept or not, under a lease, with the clip open and an engine; all are given back whatever happens. */
export async function underLease<T>(
  context: LeasedCall,
  engine: () => LentEngine,
  run: (tools: CopyTools) => Promise<Result<T>>,
): Promise<Result<T>> {
  const { store, profile, now } = context
  const clip = theClip(context)
  if (clip.kind === 'copy')
    return failed({ kind: 'usage', detail: 'that is a copy already: give the clip that it was made from' })
  const draft = context.draft('lease.begin', { object: { kind: clip.kind, id: clip.id }, outcome: 'begun' })
  const leased = await store.lease(draft, addHours(now(), profile.vault.jobLeaseHours))
  if (!leased.ok) return leased
  const lease = leased.value
  try {
    lease.keep(clip.object)
    return await withClip(context, engine(), (opened, lent) => run({ clip: opened, engine: lent, lease }))
  } finally {
    await lease.end()
  }
}
