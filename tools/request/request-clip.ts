import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Size } from '../../core/geometry/shape.ts'
import { silenceFfmpeg } from '../../native/media/ffmpeg.ts'
import { defaultClipFolder } from '../clips/make-clip.ts'
import { ClipWriter } from '../demo/clip-writer.ts'
import type { FaceTruth } from '../face-truth.ts'
import type { TruthObject } from '../leak-bench/clip-truth.ts'
import { drawScene, type SceneTruth } from '../leak-bench/scene.ts'
import { Sensor } from '../leak-bench/weather.ts'
import { requester, requestScene } from './request-scene.ts'
import { requestSound, type Spoken } from './request-speech.ts'

const framesPerSecond = 30

/** Below this many seconds there is no time to come and go, nor to say much. */
const leastForAll = 20

/** Everything that is known of the clip: faces, screens, and who says what. */
export type RequestTruth = FaceTruth & {
  readonly objects: readonly (readonly TruthObject[])[]
  readonly spoken: readonly Spoken[]
}

/** The clip and its truth on disk. */
export type RequestClip = { readonly path: string; readonly truth: RequestTruth }

/**
 * The clip of somebody who asks for it: six people in a street, of whom one asks, one leaves and comes back; two screens; names
 * that are spoken by espeak-ng, which has to be installed. Made once and kept with the other clips of the tests (see `makeClip`).
 */
export async function requestClip(seconds: number, size: Size): Promise<RequestClip> {
  const key = createHash('sha256')
    .update(hashOfMakers())
    .update(JSON.stringify([seconds, size]))
  const folder = join(defaultClipFolder, `request-${key.digest('hex').slice(0, 10)}`)
  const path = join(folder, 'request.mp4')
  if (!existsSync(folder)) await made(folder, seconds, size)
  return { path, truth: JSON.parse(await readFile(join(folder, 'truth.json'), 'utf8')) }
}

/** Made aside and renamed: nobody sees half of it, and of two who make it at once one wins. */
async function made(folder: string, seconds: number, size: Size): Promise<void> {
  await mkdir(defaultClipFolder, { recursive: true })
  const workshop = await mkdtemp(join(defaultClipFolder, '.request-'))
  try {
    const truth = await write(join(workshop, 'request.mp4'), seconds, size)
    await writeFile(join(workshop, 'truth.json'), JSON.stringify(truth))
    await rename(workshop, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error
    })
  } finally {
    await rm(workshop, { recursive: true, force: true })
  }
}

async function write(path: string, seconds: number, size: Size): Promise<RequestTruth> {
  silenceFfmpeg()
  const total = Math.round(seconds * framesPerSecond)
  const scene = await requestScene(seconds, size, seconds < leastForAll)
  const { samples, spoken } = await requestSound(seconds, seconds < leastForAll)
  const sensor = new Sensor({ light: 1, noise: 1 })
  const seen: SceneTruth[] = []
  const writer = await ClipWriter.open(path, size, total)
  try {
    for (let frame = 0; frame < total; frame++) {
      await writer.picture((composed) => {
        seen.push(drawScene(scene, composed, frame / framesPerSecond))
        sensor.expose(composed, frame)
      })
      await writer.sound(samples)
    }
    await writer.close()
  } catch (error) {
    await writer.abandon()
    throw error
  }
  return {
    ...{ version: 1, size, rate: [framesPerSecond, 1], requester, spoken },
    frames: seen.map(({ faces }) => faces),
    objects: seen.map(({ objects }) => objects),
  }
}

/** Changes when anything that makes the clip changes. */
function hashOfMakers(): string {
  const here = fileURLToPath(new URL('.', import.meta.url))
  const own = readdirSync(here).filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
  const bench = ['cast', 'people', 'scene', 'things', 'warp', 'weather'].map((name) => `../leak-bench/${name}.ts`)
  const demo = ['street', 'canvas', 'clip-writer', 'cut-outs', 'sprite'].map((name) => `../demo/${name}.ts`)
  const sound = ['espeak', 'street-noise'].map((name) => `../sound/${name}.ts`)
  const hash = createHash('sha256')
  for (const name of [...own, ...bench, ...demo, ...sound, '../demo-faces.json', '../face-truth.ts'])
    hash.update(name).update(readFileSync(join(here, name)))
  return hash.digest('hex')
}
