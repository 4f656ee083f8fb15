import type { Sha256 } from '../../../core/clips/clip-index.ts'
import type { ClipSource } from '../../../core/ports/clip-source.ts'
import { hashOfBytes } from '../../evidence/file-source.ts'
import type { SegmentSource } from './segment-source.ts'

/**
 * An encrypted clip as the use cases take one. `sha256` is what was recorded of its plain bytes when it was written. No read
 * answers anything else than those bytes, so the clip is unchanged while the stored file is; when its date or size is not
 * what it was, everything is read and hashed before that is said.
 */
export function segmentClipSource(source: SegmentSource, name: string, sha256: Sha256): ClipSource {
  return {
    name,
    bytes: source,
    fault: () => source.fault(),
    unchanged: async (hash) => {
      if (hash !== sha256) return false
      if (await source.untouched()) return true
      try {
        return (await hashOfBytes(source)) === hash
      } catch (error) {
        // Whatever the storage is at fault for is no longer the clip; anything else is a bug.
        if (source.fault()) return false
        throw error
      }
    },
  }
}
