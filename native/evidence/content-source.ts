import type { ByteSource } from '../../core/ports/bytes.ts'
import type { DisclosedContent } from '../../core/ports/disclosure-target.ts'

/** What a file is to hold, as something to be read in parts; text as UTF-8. */
export function contentSource(content: DisclosedContent): ByteSource {
  if (typeof content === 'string') return contentSource(Buffer.from(content, 'utf8'))
  if (!(content instanceof Uint8Array)) return content
  return { size: content.length, read: async (offset, length) => content.subarray(offset, offset + length) }
}
