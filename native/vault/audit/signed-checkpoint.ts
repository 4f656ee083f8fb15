import { type Checkpoint, checkpointText } from '../../../core/audit/checkpoint.ts'
import { sha256 } from '../../../core/clips/clip-index.ts'
import type { CertificateSigner } from '../../../core/ports/certificate-signer.ts'
import type { Instant } from '../../../core/ports/clock.ts'
import { fingerprint } from '../keys/device-key.ts'
import { isSignedBy } from '../keys/key-pairs.ts'

/** Public keys whose checkpoints are believed, by fingerprint: 32 raw bytes each. */
export type TrustedKeys = ReadonlyMap<string, Uint8Array>

/** Why a checkpoint is not believed. */
export type CheckpointFault = 'checkpoint-malformed' | 'checkpoint-key' | 'checkpoint-signature'

/** Trusted keys from their raw public halves. */
export function trustedKeysOf(publicKeys: readonly Uint8Array[]): TrustedKeys {
  return new Map(publicKeys.map((key) => [fingerprint(key), key]))
}

/** A checkpoint for the head of a log, signed by the key of this device, whose fingerprint is `device`. */
export function signCheckpoint(
  head: { readonly size: number; readonly root: Uint8Array },
  at: Instant,
  device: string,
  sign: CertificateSigner,
): Checkpoint {
  const said = { size: head.size, root: hexOf(head.root), at, device: sha256(device) }
  const signed = sign(checkpointText(said))
  if (signed.keyId !== device) throw new TypeError('the signer is not the device')
  return { version: 1, ...said, signature: signed.signature }
}

/** A hash in lower-case hex. */
export function hexOf(hash: Uint8Array): Checkpoint['root'] {
  return sha256(Buffer.from(hash.buffer, hash.byteOffset, hash.length).toString('hex'))
}

const signatureForm = /^[A-Za-z0-9_-]{86}$/
const hexForm = /^[0-9a-f]{64}$/
const momentForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

function isWellFormed({ version, size, root, at, device, signature }: Checkpoint): boolean {
  return (
    version === 1 &&
    Number.isSafeInteger(size) &&
    size >= 0 &&
    [root, device].every((hex) => typeof hex === 'string' && hexForm.test(hex)) &&
    typeof at === 'string' &&
    momentForm.test(at) &&
    typeof signature === 'string' &&
    signatureForm.test(signature)
  )
}

/** Null for a checkpoint that is well formed and signed by one of the keys. Says nothing of the log. */
export function checkpointFault(checkpoint: Checkpoint, keys: TrustedKeys): CheckpointFault | null {
  if (!isWellFormed(checkpoint)) return 'checkpoint-malformed'
  const key = keys.get(checkpoint.device)
  if (key === undefined) return 'checkpoint-key'
  const signature = Buffer.from(checkpoint.signature, 'base64url')
  if (signature.toString('base64url') !== checkpoint.signature) return 'checkpoint-malformed'
  return isSignedBy(key, Buffer.from(checkpointText(checkpoint)), signature) ? null : 'checkpoint-signature'
}
