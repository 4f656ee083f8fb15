import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { ByteSource } from '../../core/ports/bytes.ts'
import { indexMedia } from '../../native/media/index-clip.ts'
import { clip } from '../clips/matrix.ts'
import { unwatched } from './redact-file.ts'

function sourceOf(...parts: readonly Buffer[]): ByteSource {
  const bytes = Buffer.concat(parts)
  return { size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) }
}

test.each([true, false])(
  'recordings joined by their bytes are refused: their frames would shuffle (deep: %s)',
  async (deep) => {
    const recording = await readFile(await clip('ts-aac'))
    const joined = await indexMedia(sourceOf(recording, recording), 'clip', deep, unwatched)
    expect(joined).toEqual({ ok: false, failure: { kind: 'unsupported-media', name: 'clip', what: 'times' } })
  },
)

test('a recording whose clock wraps is read', async () => {
  const recording = await readFile(await clip('clock-wrap'))
  expect(await indexMedia(sourceOf(recording), 'clip', false, unwatched)).toMatchObject({ ok: true })
})
