import { copyFile, open, stat } from 'node:fs/promises'

/** ISO/IEC 14496-12, 8.1.2: a box that readers pass over. Its length is 64 bits wide, which any length fits into. */
const freeBoxHead = 16

/**
 * Copies an MP4 and puts a `free` box of `padding` bytes behind it, which begins with `mark`: the same picture and sound in another
 * file. The rest of the box is a hole, so that a clip of many gigabytes takes no room.
 */
export async function paddedClip(
  from: string,
  to: string,
  { mark, padding }: { readonly mark: string; readonly padding: number },
): Promise<void> {
  await copyFile(from, to)
  const { size } = await stat(to)
  const head = Buffer.alloc(freeBoxHead)
  head.writeUInt32BE(1, 0)
  head.write('free', 4, 'latin1')
  head.writeBigUInt64BE(BigInt(freeBoxHead + padding), 8)
  const handle = await open(to, 'r+')
  try {
    await handle.write(Buffer.concat([head, Buffer.from(mark)]), 0, undefined, size)
    await handle.truncate(size + freeBoxHead + padding)
  } finally {
    await handle.close()
  }
}
