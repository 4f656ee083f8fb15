import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sha256 } from '../../../../core/clips/clip-index.ts'
import { seconds } from '../../../../core/time.ts'
import type { ClipFootage } from '../footage.ts'
import { closeAhead, openAhead, takeSession } from './open-ahead.ts'

/** Footage without a picture or sound: sessions of it need nothing of a browser. */
function footage(): ClipFootage {
  const never = () => Promise.reject(new Error('nothing is read'))
  return {
    index: {
      ...{ sha256: sha256('0'.repeat(64)), bytes: 1, container: 'mov', originSeconds: seconds(0) },
      ...{ video: null, audio: [] },
    },
    ...{ bytes: 1, readRange: never, decodeSound: never },
    decodeFrames: () => {
      throw new Error('nothing is decoded')
    },
  }
}

const ended = vi.fn()

beforeEach(() => void vi.stubGlobal('cancelAnimationFrame', ended))
afterEach(() => {
  vi.unstubAllGlobals()
  ended.mockClear()
})

const nobody = { onShown: () => undefined, onFault: () => undefined }

test('what was begun ahead is what the player takes, once', async () => {
  const clip = footage()
  void openAhead(clip, 0)
  const taken = await takeSession(clip, 0, nobody)
  expect(taken.footage).toBe(clip)
  closeAhead(clip)
  expect(taken.isClosed).toBe(false)
  const another = await takeSession(clip, 0, nobody)
  expect(another).not.toBe(taken)
  await Promise.all([taken.close(), another.close()])
})

test('whoever takes it is told what it shows, not who began it', async () => {
  const clip = footage()
  void openAhead(clip, 0)
  const shown: number[] = []
  const session = await takeSession(clip, 0, { ...nobody, onShown: (frame) => shown.push(frame) })
  session.paintOn(() => undefined)
  expect(shown).toEqual([0])
  await session.close()
})

test('what begins at another frame is begun anew, and what nobody takes is ended', async () => {
  const clip = footage()
  void openAhead(clip, 0)
  const session = await takeSession(clip, 2, nobody)
  await vi.waitFor(() => expect(ended).toHaveBeenCalledTimes(1))
  expect(session.isClosed).toBe(false)
  await session.close()
  void openAhead(clip, 0)
  closeAhead(clip)
  await vi.waitFor(() => expect(ended).toHaveBeenCalledTimes(3))
})
