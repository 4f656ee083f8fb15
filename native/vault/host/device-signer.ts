import type { CertificateSigner } from '../../../core/ports/certificate-signer.ts'
import { StoreLocked } from '../../../core/ports/vault/vault-store.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { fingerprint } from '../keys/device-key.ts'
import { wipe } from '../keys/key-derivation.ts'
import { type KeyPair, sign } from '../keys/key-pairs.ts'

/** This workstation's signing key while the vault is open. */
export class DeviceSigner {
  #pair: KeyPair | null = null

  /** Takes the key; whatever was there before is overwritten. */
  open(pair: KeyPair): void {
    this.wipe()
    this.#pair = pair
  }

  /** True while there is a key. */
  get isOpen(): boolean {
    return this.#pair !== null
  }

  /** Another signer with a copy of the key, which stays when this one forgets it: for a job's lease. */
  copy(): Result<DeviceSigner> {
    if (!this.#pair) return failed({ kind: 'vault-locked' })
    const copy = new DeviceSigner()
    copy.open({ publicKey: this.#pair.publicKey, privateKey: Uint8Array.from(this.#pair.privateKey) })
    return ok(copy)
  }

  /** Signs; throws `StoreLocked` without a key. */
  readonly sign: CertificateSigner = (message) => {
    const pair = this.#pair
    if (!pair) throw new StoreLocked()
    return {
      signature: Buffer.from(sign(pair.privateKey, Buffer.from(message, 'utf8'))).toString('base64url'),
      publicKey: Buffer.from(pair.publicKey).toString('base64url'),
      keyId: fingerprint(pair.publicKey),
    }
  }

  /** Overwrites the key. */
  wipe(): void {
    if (this.#pair) wipe(this.#pair.privateKey)
    this.#pair = null
  }
}
