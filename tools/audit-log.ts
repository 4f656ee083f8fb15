import type { AuditEntry } from '../core/audit/audit-entry.ts'
import type { Checkpoint } from '../core/audit/checkpoint.ts'
import { appendLeaf, emptyPeaks, rootOf } from '../core/audit/merkle.ts'
import { sha256 } from '../core/clips/clip-index.ts'
import { instant } from '../core/ports/clock.ts'
import { userId } from '../core/vault/ids.ts'
import { auditLeafOf } from '../native/vault/audit/audit-leaf.ts'
import { hashBytes } from '../native/vault/audit/hash-bytes.ts'
import type { AuditRow } from '../native/vault/audit/log-walk.ts'
import { signCheckpoint, type TrustedKeys, trustedKeysOf } from '../native/vault/audit/signed-checkpoint.ts'
import { fingerprint, newDeviceKey } from '../native/vault/keys/device-key.ts'
import { sign } from '../native/vault/keys/key-pairs.ts'

/** A log as a vault would write it, and what it takes to verify it. */
export type MadeLog = {
  readonly rows: readonly AuditRow[]
  readonly checkpoints: readonly Checkpoint[]
  readonly keys: TrustedKeys
}

const begunAt = Date.parse('2026-11-03T08:00:00.000Z')

/** The moment of an entry of a made log. */
export function madeMoment(seq: number): AuditEntry['at'] {
  return instant(new Date(begunAt + seq * 1000).toISOString())
}

/** An entry as views of clips write them: begun, then done. */
export function madeEntry(seq: number, device: string): AuditEntry {
  const ended = seq % 2 === 1
  return {
    version: 1,
    seq,
    at: madeMoment(seq),
    elapsedMs: seq * 1000,
    session: '0s3ss10n0s3ss10n',
    user: { id: userId(`0ff1cer${String(seq % 300).padStart(9, '0')}`), name: `officer${seq % 300}` },
    role: 'disclosure-officer',
    device: sha256(device),
    software: '0.1.0',
    action: 'clip.view',
    object: { kind: 'clip', id: `c${String(seq % 5000).padStart(15, '0')}`, sha256: sha256('5a'.repeat(32)) },
    reason: `SAR-2026-${seq % 900}`,
    outcome: ended ? 'done' : 'begun',
    ...(ended && { ref: seq - 1, detail: { frames: 750 } }),
  }
}

/**
 * Writes a log of `count` entries, with a checkpoint after each `every` of them and after the last one. `keep` is given each row;
 * the log itself may be larger than memory.
 */
export function writeLog(count: number, every: number, keep: (row: AuditRow) => void): Omit<MadeLog, 'rows'> {
  const key = newDeviceKey()
  const device = fingerprint(key.publicKey)
  const signer = (message: string) => ({
    signature: Buffer.from(sign(key.privateKey, Buffer.from(message))).toString('base64url'),
    publicKey: Buffer.from(key.publicKey).toString('base64url'),
    keyId: device,
  })
  const checkpoints: Checkpoint[] = []
  let peaks = emptyPeaks
  for (let seq = 0; seq < count; seq++) {
    const { text, leaf } = auditLeafOf(madeEntry(seq, device))
    keep({ seq, text, leaf })
    peaks = appendLeaf(hashBytes, peaks, leaf)
    if (peaks.size % every !== 0 && peaks.size !== count) continue
    checkpoints.push(
      signCheckpoint({ size: peaks.size, root: rootOf(hashBytes, peaks) }, madeMoment(seq), device, signer),
    )
  }
  return { checkpoints, keys: trustedKeysOf([key.publicKey]) }
}

/** Makes a log in memory. */
export function makeLog(count: number, every: number): MadeLog {
  const rows: AuditRow[] = []
  const promised = writeLog(count, every, (row) => {
    rows.push(row)
  })
  return { rows, ...promised }
}
