import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Size } from '../../core/geometry/shape.ts'
import { ClipWriter } from '../demo/clip-writer.ts'
import type { ComposedFrame } from '../demo/draw-sprite.ts'
import { openScene } from './draw-scene.ts'
import type { FollowScene } from './scenes.ts'

const folder = join(tmpdir(), 'occlude-following')

/** The scene as an H.264 clip of 30 frames a second, grey; made when it is not there yet. */
export async function sceneClip(scene: FollowScene, size: Size): Promise<string> {
  const path = join(folder, `${scene.half}-${scene.name}-${size.width}-${await makersHash()}.mp4`)
  if (existsSync(path)) return path
  await mkdir(folder, { recursive: true })
  const partial = `${path}.${process.pid}`
  const drawn = await openScene(scene, size)
  const writer = await ClipWriter.open(partial, size, scene.frames)
  for (let frame = 0; frame < scene.frames; frame++) {
    const brightness = drawn.draw(frame)
    await writer.picture((to) => paintGrey(to, brightness))
  }
  await writer.close()
  await rename(partial, path)
  return path
}

function paintGrey({ luma, u, v }: ComposedFrame, brightness: Uint8Array): void {
  for (let y = 0; y < luma.height; y++) {
    luma.data.set(brightness.subarray(y * luma.width, (y + 1) * luma.width), y * luma.stride)
  }
  u.data.fill(128)
  v.data.fill(128)
}

/** Hash of the programs that decide what a scene looks like: another program makes another clip. */
async function makersHash(): Promise<string> {
  const hash = createHash('sha256')
  for (const name of ['scenes.ts', 'draw-scene.ts', 'luma-photograph.ts', 'scene-clip.ts']) {
    hash.update(await readFile(join(import.meta.dirname, name)))
  }
  return hash.digest('hex').slice(0, 10)
}
