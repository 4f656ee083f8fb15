import { isBefore, millisecondsOf } from '../../../core/calendar.ts'
import type { Clock, Instant } from '../../../core/ports/clock.ts'
import type { AuditDraft, VaultWriter } from '../../../core/ports/vault/vault-records.ts'
import { type AuditHead, type JobLease, type JobResult, StoreLocked } from '../../../core/ports/vault/vault-store.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { ObjectId } from '../../../core/vault/ids.ts'
import { wipe } from '../keys/key-derivation.ts'
import { type KeyPair, newSigningPair } from '../keys/key-pairs.ts'
import type { DeviceSigner } from './device-signer.ts'
import type { HeldKeys } from './held-keys.ts'
import { type SealedKey, sealResult } from './result-inbox.ts'

/** A timer of this length is the longest that there is. */
const longestTimer = 2 ** 31 - 1

/** What leases need of the vault that they are leases of. */
export type LeaseHost = {
  readonly folder: string
  readonly vaultId: () => string
  readonly held: HeldKeys
  readonly now: Clock
  readonly newId: () => string
  readonly isLocked: () => boolean
  /** X25519, of the slot table. */
  readonly inboxPublicKey: () => Uint8Array
  /** A signer of its own with this workstation's key. Fails with `vault-locked`. */
  readonly newSigner: () => Result<DeviceSigner>
  /** A turn in which nothing else happens to the vault. */
  turn<T>(run: () => Promise<T>): Promise<T>
  anchor(): Promise<AuditHead>
  note(draft: AuditDraft): Promise<Result<number>>
  change(draft: AuditDraft, run: (write: VaultWriter) => Promise<Result<void>>): Promise<Result<void>>
}

type Lease = {
  readonly id: string
  /** Of the entry with which it began. */
  readonly seq: number
  readonly draft: AuditDraft
  readonly until: Instant
  readonly signer: KeyPair
  readonly device: DeviceSigner
  readonly anchor: AuditHead
  readonly objects: Set<ObjectId>
  timer: NodeJS.Timeout | null
}

/** Makes a result part of the vault; all of it, or nothing. */
export async function keepResult(
  write: VaultWriter,
  { objects, clips, blocks = [] }: JobResult,
): Promise<Result<void>> {
  for (const object of objects) await write.keepObject(object)
  for (const clip of clips) await write.putClip(clip)
  // Its clip may have been deleted since.
  for (const { redaction, examined, ...block } of blocks)
    if (await write.redaction(redaction)) await write.putRedactionBlock(redaction, block, examined)
  return ok(undefined)
}

/**
 * Running jobs that may outlive an idle lock (DESIGN 6): while one lasts, the data keys of the objects that it names stay in
 * memory, and what it has made waits in the inbox, sealed to a key that only an unlock brings back. Begin and end are logged;
 * an end that comes while the vault is locked is logged at the next unlock.
 */
export class JobLeases {
  readonly #host: LeaseHost
  readonly #open = new Map<string, Lease>()
  #unlogged: Lease[] = []

  constructor(host: LeaseHost) {
    this.#host = host
  }

  /** Begins a lease until then at the latest. The entry of its beginning holds the public key that its result is signed with. */
  async begin(draft: AuditDraft, until: Instant): Promise<Result<JobLease>> {
    const device = this.#host.newSigner()
    if (!device.ok) return device
    const signer = newSigningPair()
    const id = this.#host.newId()
    const begun: AuditDraft = {
      ...draft,
      action: 'lease.begin',
      outcome: 'begun',
      object: { kind: 'lease', id },
      detail: {
        ...draft.detail,
        until,
        key: Buffer.from(signer.publicKey).toString('hex'),
        ...(draft.object ? { clip: draft.object.id } : {}),
      },
    }
    const noted = await this.#host.note(begun)
    const anchor = noted.ok ? await this.#anchor() : noted
    if (!noted.ok || !anchor.ok) {
      device.value.wipe()
      wipe(signer.privateKey)
      return failed(anchor.ok ? { kind: 'vault-locked' } : anchor.failure)
    }
    const lease: Lease = {
      id,
      seq: noted.value,
      draft: begun,
      until,
      signer,
      device: device.value,
      anchor: anchor.value,
      objects: new Set(),
      timer: null,
    }
    this.#open.set(id, lease)
    this.#endInTime(lease)
    return ok(this.#handle(lease))
  }

  /** Objects whose data keys stay when the vault is locked. */
  objects(): ReadonlySet<ObjectId> {
    return new Set([...this.#open.values()].flatMap(({ objects }) => [...objects]))
  }

  /** Ends every lease: the machine sleeps, or the vault is closed. */
  async endAll(): Promise<void> {
    for (const lease of [...this.#open.values()]) await this.#end(lease)
  }

  /** Logs the ends that came while the vault was locked; `note` where whoever calls has the turn. */
  async logEnds(note: LeaseHost['note'] = this.#host.note): Promise<Result<void>> {
    for (let lease = this.#unlogged[0]; lease; lease = this.#unlogged[0]) {
      const logged = await logEnd(lease, note)
      if (!logged.ok) return logged
      this.#unlogged.shift()
    }
    return ok(undefined)
  }

  /** The end of these was logged otherwise: by taking in what they had sealed. */
  ended(seqs: ReadonlySet<number>): void {
    this.#unlogged = this.#unlogged.filter(({ seq }) => !seqs.has(seq))
  }

  /** The log's head; the vault may have been locked just now. */
  async #anchor(): Promise<Result<AuditHead>> {
    try {
      return ok(await this.#host.anchor())
    } catch (error) {
      if (error instanceof StoreLocked) return failed(error.failure)
      throw error
    }
  }

  #handle(lease: Lease): JobLease {
    return {
      id: lease.id,
      anchor: lease.anchor,
      sign: lease.device.sign,
      keep: (object) => {
        if (this.#isOpen(lease)) lease.objects.add(object)
      },
      publish: (result) => this.#publish(lease, result),
      end: () => this.#end(lease),
    }
  }

  #isOpen(lease: Lease): boolean {
    return this.#open.has(lease.id) && isBefore(this.#host.now(), lease.until)
  }

  #endInTime(lease: Lease): void {
    const left = millisecondsOf(lease.until) - millisecondsOf(this.#host.now())
    lease.timer = setTimeout(
      () => (left > longestTimer ? this.#endInTime(lease) : void this.#end(lease)),
      Math.min(Math.max(left, 0), longestTimer),
    )
    lease.timer.unref()
  }

  async #publish(lease: Lease, result: JobResult): Promise<Result<'kept' | 'sealed'>> {
    for (;;) {
      if (!this.#isOpen(lease)) {
        await this.#end(lease)
        return failed({ kind: 'vault-locked' })
      }
      const published = this.#host.isLocked() ? await this.#sealed(lease, result) : await this.#kept(result)
      if (published) return published
    }
  }

  /** Null: the vault was locked while this change waited for its turn. */
  async #kept(result: JobResult): Promise<Result<'kept'> | null> {
    const kept = await this.#host.change(result.draft, (write) => keepResult(write, result))
    if (kept.ok) return ok('kept')
    return kept.failure.kind === 'vault-locked' && this.#host.isLocked() ? null : kept
  }

  /**
   * In a turn of its own: an unlock takes in either all of it or nothing, and no rotation takes the inbox key away meanwhile.
   * Null: there is no need for it any more, or no lease.
   */
  #sealed(lease: Lease, result: JobResult): Promise<Result<'sealed'> | null> {
    const { turn, isLocked } = this.#host
    return turn(async () => (isLocked() && this.#isOpen(lease) ? this.#seal(lease, result) : null))
  }

  async #seal(lease: Lease, result: JobResult): Promise<Result<'sealed'>> {
    const { folder, vaultId, held, newId, inboxPublicKey } = this.#host
    const keys: SealedKey[] = []
    for (const { id } of result.objects) {
      const found = held.dataKey(id)
      if (!found) return failed({ kind: 'vault-locked' })
      keys.push({ object: id, ...found.key })
    }
    const place = { folder, vaultId: vaultId(), id: newId() }
    const by = { inbox: inboxPublicKey(), signer: lease.signer.privateKey }
    const sealed = await sealResult(place, by, { lease: lease.seq, result, keys })
    return sealed.ok ? ok('sealed') : sealed
  }

  async #end(lease: Lease): Promise<void> {
    if (!this.#open.delete(lease.id)) return
    if (lease.timer) clearTimeout(lease.timer)
    wipe(lease.signer.privateKey)
    lease.device.wipe()
    const { held, isLocked } = this.#host
    if (isLocked()) {
      const still = this.objects()
      for (const object of lease.objects) if (!still.has(object)) held.forget(object)
    }
    this.#unlogged.push(lease)
    if (!isLocked()) await this.logEnds()
  }
}

function logEnd({ id, seq, draft }: Lease, note: LeaseHost['note']): Promise<Result<number>> {
  const { user, role, session } = draft
  const object = { kind: 'lease', id } as const
  return note({ action: 'lease.end', outcome: 'done', object, reason: null, user, role, session, ref: seq })
}
