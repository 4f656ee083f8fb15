import { afterAll, beforeAll, test } from 'vitest'
import { cardWith, frames, windowClip } from '../../tools/clips/fault-clips.ts'
import type { Station } from '../journeys/words.ts'
import { stationWith } from './fault-desk.ts'
import { soak } from './soak-claims.ts'

/** Playback in a loop for longer than anything warms up. */

let station: Station

beforeAll(async () => {
  station = await stationWith((folder) => cardWith(folder, { 'street-window.mp4': windowClip }))
})
afterAll(() => station?.remove())

test('a clip that plays in a loop takes no more at the end than before', async () => {
  await soak(station, frames, 80_000)
})
