import { rename, rm, writeFile } from 'node:fs/promises'
import { silenceFfmpeg } from '../native/media/ffmpeg.ts'
import { babble } from './demo/babble.ts'
import { requester, sceneSeconds } from './demo/cast.ts'
import { ClipWriter, soundRate } from './demo/clip-writer.ts'
import { drawScene, makeScene } from './demo/scene.ts'
import type { FaceTruth, TruthFace } from './face-truth.ts'

const framesPerSecond = 30

/** How long and how large a demo clip is, and who is told how far it has come. */
export type DemoClipOptions = {
  readonly seconds?: number
  /** Even. */
  readonly width?: number
  /** Even; 9/16 of the width. */
  readonly height?: number
  readonly onFrame?: (done: number, total: number) => void
}

/**
 * Makes the demo clip with npm packages alone: ten people from photographs walk and stand in a painted street, behind
 * walls, stalls and posts, in and out of the picture, under a swaying camera, with speech-like sound. Beside it,
 * `<path>.truth.json` says where every face is. Replaces both; leaves nothing behind when it fails. Same options, same
 * picture.
 */
export async function makeDemoClip(path: string, options: DemoClipOptions = {}): Promise<FaceTruth> {
  const { seconds = sceneSeconds, width = 1920, height = 1080, onFrame } = options
  const total = Math.round(seconds * framesPerSecond)
  silenceFfmpeg()
  const scene = await makeScene()
  const sound = babble(seconds, soundRate)
  const frames: TruthFace[][] = []
  const partial = `${path}.partial`
  const writer = await ClipWriter.open(partial, { width, height }, total)
  try {
    for (let frame = 0; frame < total; frame++) {
      await writer.picture((composed) => {
        frames.push(drawScene(scene, composed, (frame / total) * sceneSeconds))
      })
      await writer.sound(sound)
      onFrame?.(frame + 1, total)
    }
    await writer.close()
  } catch (error) {
    await writer.abandon()
    await rm(partial, { force: true })
    throw error
  }
  const truth: FaceTruth = { version: 1, size: { width, height }, rate: [framesPerSecond, 1], requester, frames }
  await writeFile(`${path}.truth.json`, JSON.stringify(truth))
  await rename(partial, path)
  return truth
}
