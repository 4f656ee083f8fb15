import { afterAll, beforeAll, test } from 'vitest'
import { cardWith, longEngineClip, longFrames, longGroup, longWindowClip } from '../../tools/clips/fault-clips.ts'
import type { Station } from '../journeys/words.ts'
import { stationWith } from './fault-desk.ts'
import { soak } from './soak-claims.ts'

/** Playback in a loop for longer than anything warms up, of clips that no player can keep decoded as a whole. */

/** 256 MiB of pictures of 1280x720. */
const mostKept = Math.ceil((256 << 20) / (1280 * 720 * 1.5))

let station: Station

beforeAll(async () => {
  station = await stationWith((folder) =>
    cardWith(folder, { 'window.mp4': longWindowClip, 'engine.avi': longEngineClip }),
  )
})
afterAll(() => station?.remove())

test.each([/window/, /engine/])(
  'a clip that plays in a loop takes no more at the end than before: %s',
  async (clip) => {
    await soak(station, { clip, milliseconds: 80_000, frames: longFrames, group: longGroup, mostKept })
  },
)
