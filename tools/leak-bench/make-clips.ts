import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Size } from '../../core/geometry/shape.ts'
import { silenceFfmpeg } from '../../native/media/ffmpeg.ts'
import { babble } from '../demo/babble.ts'
import { makeCanvas, spriteFrom } from '../demo/canvas.ts'
import { ClipWriter, soundRate } from '../demo/clip-writer.ts'
import type { Sprite } from '../demo/sprite.ts'
import { openPhotograph } from '../photographs.ts'
import { Cast } from './cast.ts'
import type { ClipTruth, FrameFacts, Half } from './clip-truth.ts'
import { backgroundsOf, loadPeople } from './people.ts'
import { numbersFor, type Recipe, recipes } from './recipes.ts'
import { cameraMap, drawScene, type Scene, type SceneTruth } from './scene.ts'
import { mapped } from './warp.ts'
import { Sensor, smear } from './weather.ts'

/** A clip of the bench on disk. */
export type BenchClip = { readonly name: string; readonly path: string; readonly truth: ClipTruth }

const framesPerSecond = 30
const fullSize = { width: 1920, height: 1080 } as const

/** Makes the clips of a half that are not in `scratch` yet, and answers all that `names` names (all of them when null). */
export async function benchClips(half: Half, names: readonly string[] | null, scratch: string): Promise<BenchClip[]> {
  const folder = join(scratch, 'clips', half)
  await mkdir(folder, { recursive: true })
  const key = hashOfMakers()
  const stamp = (name: string) => join(folder, `${name}.stamp`)
  const isMade = (name: string) => existsSync(stamp(name)) && readFileSync(stamp(name), 'utf8') === key
  const wanted = recipes.filter(({ name }) => names === null || names.includes(name))
  if (!wanted.every(({ name }) => isMade(name)))
    await makeMissing(half, { folder, scratch, isMade, wanted, stamp, key })
  return Promise.all(
    wanted.map(async ({ name }) => {
      const path = join(folder, `${name}.mp4`)
      return { name, path, truth: JSON.parse(await readFile(`${path}.truth.json`, 'utf8')) as ClipTruth }
    }),
  )
}

type Making = {
  readonly folder: string
  readonly scratch: string
  readonly key: string
  readonly wanted: readonly Recipe[]
  readonly isMade: (name: string) => boolean
  readonly stamp: (name: string) => string
}

async function makeMissing(half: Half, making: Making): Promise<void> {
  silenceFfmpeg()
  const cast = new Cast(await loadPeople(half, making.scratch))
  const paths = await backgroundsOf(half, making.scratch)
  const pictures: Sprite[] = []
  for (const path of paths) pictures.push(await backgroundOf(path))
  for (const [at, recipe] of recipes.entries()) {
    const background = (more: number): Sprite => {
      const picture = pictures[(at + more) % pictures.length]
      if (!picture) throw new Error('there is no background')
      return picture
    }
    // Always cast in the same order, so that a clip does not depend on which others are made.
    const scenes = recipe.scenes({ cast, background, next: numbersFor(half, recipe.name) })
    if (!making.wanted.includes(recipe) || making.isMade(recipe.name)) continue
    process.stderr.write(`drawing   ${half} ${recipe.name}\n`)
    await writeClip(join(making.folder, `${recipe.name}.mp4`), recipe, scenes, half)
    await writeFile(making.stamp(recipe.name), making.key)
  }
}

async function backgroundOf(path: string): Promise<Sprite> {
  const photo = await openPhotograph(path)
  const scale = Math.min(1, 2600 / photo.size.width)
  const even = (length: number) => Math.round((length * scale) / 2) * 2
  const canvas = makeCanvas(even(photo.size.width), even(photo.size.height))
  const rgb = photo.toRgb(canvas.width, canvas.height)
  photo.close()
  for (let at = 0; at < canvas.width * canvas.height; at++) {
    canvas.rgba.set(rgb.subarray(at * 3, at * 3 + 3), at * 4)
    canvas.rgba[at * 4 + 3] = 255
  }
  return spriteFrom(canvas, true)
}

/** Draws and encodes a clip and writes its truth beside it. Same recipe, same picture. */
export async function writeClip(
  path: string,
  recipe: Recipe,
  scenes: readonly Scene[],
  half: Half,
  size: Size = fullSize,
): Promise<ClipTruth> {
  const total = Math.round(recipe.seconds * framesPerSecond)
  const sound = babble(recipe.seconds, soundRate)
  const sensor = new Sensor(recipe.weather)
  const truths: SceneTruth[] = []
  const facts: FrameFacts[] = []
  const partial = `${path}.partial`
  const writer = await ClipWriter.open(partial, size, total, recipe.crf)
  try {
    for (let frame = 0; frame < total; frame++) {
      const second = frame / framesPerSecond
      const scene = sceneAt(scenes, second)
      const way = smearOf(scene, second, recipe.shutter, size)
      await writer.picture((composed) => {
        truths.push(drawScene(scene, composed, second))
        smear(composed, way)
        sensor.expose(composed, frame)
      })
      await writer.sound(sound)
      const cut = frame > 0 && scene !== sceneAt(scenes, second - 1 / framesPerSecond)
      facts.push({ blur: Math.round(10 * Math.hypot(...way)) / 10, cut })
    }
    await writer.close()
  } catch (error) {
    await writer.abandon()
    await rm(partial, { force: true })
    throw error
  }
  const truth: ClipTruth = {
    ...{ version: 1, size, rate: [framesPerSecond, 1], requester: '', clip: recipe.name, half },
    frames: truths.map(({ faces }) => faces),
    heads: truths.map(({ heads }) => heads),
    objects: truths.map(({ objects }) => objects),
    ...{ facts, light: recipe.weather.light },
  }
  await writeFile(`${path}.truth.json`, JSON.stringify(truth))
  await rename(partial, path)
  return truth
}

function sceneAt(scenes: readonly Scene[], second: number): Scene {
  const scene = scenes.find(({ untilSecond }) => second < untilSecond - 1e-6) ?? scenes.at(-1)
  if (!scene) throw new Error('a clip has at least one scene')
  return scene
}

/** How far the middle of the picture moves while the shutter is open. */
function smearOf(
  scene: Scene,
  second: number,
  shutter: number,
  size: typeof fullSize | { readonly width: number; readonly height: number },
) {
  const at = (when: number) => mapped(cameraMap(scene.cameraAt(when), size), size.width / 2, size.height / 2)
  const [before, after] = [at(second - shutter / framesPerSecond / 2), at(second + shutter / framesPerSecond / 2)]
  return [after[0] - before[0], after[1] - before[1]] as const
}

/** Changes when anything that draws clips changes. */
function hashOfMakers(): string {
  const own = ['cast', 'make-clips', 'people', 'recipes', 'scene', 'things', 'warp', 'weather'].map(
    (name) => `${name}.ts`,
  )
  const demo = ['canvas', 'clip-writer', 'cut-outs', 'sprite', 'babble', 'bitmap-font'].map(
    (name) => `../demo/${name}.ts`,
  )
  const hash = createHash('sha256')
  for (const name of [...own, 'people.json', ...demo, '../demo-faces.json', '../face-truth.ts']) {
    hash.update(name).update(readFileSync(fileURLToPath(new URL(name, import.meta.url))))
  }
  return hash.digest('hex')
}
