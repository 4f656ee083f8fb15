import type { Sha256 } from '../clips/clip-index.ts'

/** Reads a clip's bytes. Nothing else of where it lies is known to whoever holds this. */
export type ByteSource = {
  /** Total number of bytes. */
  readonly size: number
  /** Hash of all bytes, where whoever reads has just made it or the storage vouches for every byte; else it is made from them. */
  readonly sha256?: Sha256
  /** Up to `length` bytes from `offset`; fewer only at the end. Rejects when the bytes cannot be read. */
  read(offset: number, length: number): Promise<Uint8Array>
}

/** Takes the bytes of a copy. Writes may revisit earlier offsets (the header of an MP4 is written last), unless it is `appendOnly`. */
export type ByteSink = {
  /** Every write must begin where the one before ended: what is encrypted is written once, so that no nonce is used twice. */
  readonly appendOnly?: true
  /** Rejects when the bytes cannot be stored (a full disk); what was written before is then worthless. */
  write(offset: number, bytes: Uint8Array): Promise<void>
}
