import type { Sha256 } from '../clips/clip-index.ts'
import type { ClipId, ObjectId } from './ids.ts'

/** What is encrypted in a file of its own. */
export type ObjectKind = 'clip' | 'copy' | 'poster' | 'index' | 'project' | 'certificate' | 'attachment' | 'report'

/** An object as the vault knows it; its wrapped key lies beside it in the database and nowhere else. */
export type ObjectRecord = {
  readonly id: ObjectId
  readonly clip: ClipId
  readonly kind: ObjectKind
  /** Name of an attachment, number of a poster; empty where there is only one. */
  readonly label: string
  /** Of the plain bytes. */
  readonly sha256: Sha256
  readonly bytes: number
  /** Of the encrypted file, so that it can be checked by who may not see footage. */
  readonly storedSha256: Sha256
  readonly storedBytes: number
}
