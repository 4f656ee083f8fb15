import type { Sha256 } from '../clips/clip-index.ts'
import type { Failure } from '../failure.ts'
import type { ByteSource } from './bytes.ts'

/** A clip that somebody handed in: read only. */
export type ClipSource = {
  /** What the person called it. */
  readonly name: string
  readonly bytes: ByteSource
  /** True while the clip is what it was when it was opened and, where that is in doubt, its bytes still have this hash. */
  unchanged(hash: Sha256): Promise<boolean>
  /** Why the last read failed, when the storage was at fault and not the clip. */
  fault(): Failure | null
}
