import { describe, expect, test } from 'vitest'
import { indexDocumentOf } from '../../../contract/index-document.ts'
import type { ItemOf } from '../../../contract/methods/all.ts'
import { sha256 } from '../../../core/clips/clip-index.ts'
import type { Failure } from '../../../core/failure.ts'
import { failed, ok } from '../../../core/result.ts'
import { sampleIndex, seconds } from '../../../core/time.ts'
import type { AskVault } from '../../client/window-client.ts'
import { type ClipFootage, FootageFault } from '../player/index.ts'
import { openFootage } from './open-footage.ts'

const index = indexDocumentOf({
  ...{ sha256: sha256('0'.repeat(64)), bytes: 9, container: 'wav', originSeconds: seconds(0), video: null },
  audio: [
    { track: 0, codec: 'pcm_mulaw', sampleRate: 8000, channels: 1, firstSample: sampleIndex(0), samples: 900_000 },
  ],
})

type Sound = ItemOf<'clip.decode-sound'>

/** A host that answers about sound as told; it keeps what it was asked. */
async function footageOver(answer: (give: (piece: Sound) => void) => Failure | null) {
  const asked: unknown[] = []
  const ask = async (name: string, input: unknown, extras?: { readonly onItem?: (item: unknown) => void }) => {
    if (name === 'clip.open') return ok({ opening: 'o1', clip: 'c1', bytes: 9, index, problem: null })
    asked.push(input)
    const failure = answer((piece) => extras?.onItem?.(piece))
    return failure ? failed(failure) : ok({ samples: 0 })
  }
  const opened = await openFootage(ask as unknown as AskVault, 'c1', 'a reason')
  const footage = opened.ok ? opened.value.footage : null
  if (!footage) throw new Error('not open')
  return { footage, asked }
}

function hear(footage: ClipFootage, signal = new AbortController().signal) {
  return footage.decodeSound(0, 100, 1 << 30, signal).then(
    (planes) => planes.map((plane) => [...plane]),
    (fault: unknown) => (fault instanceof FootageFault ? fault.failure.kind : fault),
  )
}

const piece = (from: number, samples: readonly number[]): Sound => ({
  ...{ from, channels: 1 },
  bytes: new Uint8Array(Float32Array.from(samples).buffer),
})

describe('sound of an open clip', () => {
  test('is asked for within the bounds of the contract, and joined', async () => {
    const { footage, asked } = await footageOver((give) => {
      give(piece(100, [1, 0.5]))
      give(piece(102, [0.25]))
      return null
    })
    expect(await hear(footage)).toEqual([[1, 0.5, 0.25]])
    expect(asked).toEqual([{ opening: 'o1', track: 0, from: 100, until: 100 + (1 << 19) }])
  })

  test('that fails on the way is a fault of the footage, whatever came before', async () => {
    const { footage } = await footageOver((give) => {
      give(piece(100, [1]))
      return { kind: 'engine-died', during: 'sound', uncovered: [] }
    })
    expect(await hear(footage)).toBe('engine-died')
  })

  test('that nobody wants any more ends with their reason', async () => {
    const leaving = new AbortController()
    const { footage } = await footageOver(() => {
      leaving.abort('left')
      return { kind: 'cancelled' }
    })
    expect(await hear(footage, leaving.signal)).toBe('left')
  })
})
