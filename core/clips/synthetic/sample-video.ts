import { frameIndex, pts } from '../../time.ts'
import type { VideoIndex } from '../clip-index.ts'

/** The picture of a clip that is whole, for tests: so many frames of 640 by 360 pixels, ten a second, none of them missing. */
export function sampleVideo(frames: number, more: Partial<VideoIndex> = {}): VideoIndex {
  return {
    codec: 'h264',
    width: 640,
    height: 360,
    displayWidth: 640,
    displayHeight: 360,
    pixelAspect: [1, 1],
    rotation: 0,
    timeBase: [1, 10],
    pts: Array.from({ length: frames }, (_, frame) => pts(BigInt(frame))),
    lastDuration: pts(1n),
    keyframes: [frameIndex(0)],
    variableRate: false,
    interlaced: false,
    pixelFormat: 'yuv420p',
    colour: { range: 'tv', primaries: 'bt709', transfer: 'bt709', matrix: 'bt709' },
    missingFrames: 0,
    damagedFrames: [],
    ...more,
  }
}
