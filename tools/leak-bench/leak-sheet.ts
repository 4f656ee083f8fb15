import { writeFile } from 'node:fs/promises'
import type { Box, Size } from '../../core/geometry/shape.ts'
import type { PlanFrame } from '../../core/redaction/plan.ts'
import { frameIndex } from '../../core/time.ts'
import { encodePng } from '../../native/media/png.ts'
import { blankSheet, place, readPictures, write } from '../contact-sheet.ts'
import { painter } from '../leak-rate.ts'
import type { Leak } from './causes.ts'
import type { BenchClip } from './make-clips.ts'

/** Side of a thumbnail, and what is around it. */
const cell = 180
const gap = 10
const labels = 46
const inRow = 9

/**
 * Writes a PNG with a thumbnail of the worst frame of every leak, in the order given: the face in a red box, what the plan
 * paints tinted green. Labels: the cause, the clip, the worst frame and how many frames leak, the size and what is covered.
 */
export async function writeLeakSheet(
  path: string,
  leaks: readonly Leak[],
  clips: readonly BenchClip[],
  plans: ReadonlyMap<string, readonly PlanFrame[]>,
): Promise<void> {
  const thumbnails = new Map<Leak, Uint8Array>()
  for (const clip of clips) {
    const ofClip = leaks.filter((leak) => leak.clip === clip.name)
    const frames = [...new Set(ofClip.map(({ worst }) => worst.frame))].toSorted((a, b) => a - b)
    if (frames.length === 0) continue
    const { size } = clip.truth
    await readPictures(
      clip.path,
      () => frames.map(frameIndex),
      ({ frame, toRgb }) => {
        const rgb = toRgb(size.width, size.height)
        const plan = plans.get(clip.name)?.[frame]
        for (const leak of ofClip.filter(({ worst }) => worst.frame === frame)) {
          const face = clip.truth.frames[frame]?.find(({ person }) => person === leak.person)
          if (face) thumbnails.set(leak, thumbnail(rgb, size, face.box, plan))
        }
      },
    )
  }
  const rows = Math.max(1, Math.ceil(leaks.length / inRow))
  const sheet = blankSheet({ width: gap + inRow * (cell + gap), height: gap + rows * (cell + labels) })
  for (const [at, leak] of leaks.entries()) {
    const x = gap + (at % inRow) * (cell + gap)
    const y = gap + Math.floor(at / inRow) * (cell + labels)
    const { worst, fromFrame, untilFrame } = leak
    write(sheet, leak.cause.slice(0, 15), x, y)
    write(sheet, `${leak.clip.slice(0, 7)} ${worst.frame}`, x, y + 16)
    place(sheet, thumbnails.get(leak), { width: cell, height: cell - 18 }, [x, y + 34])
    const covered = `${Math.round(100 * worst.covered)}`
    write(sheet, `${untilFrame - fromFrame}F ${Math.round(worst.height)}PX ${covered}`, x, y + cell + 18)
  }
  await writeFile(path, await encodePng(sheet.rgb, sheet.size))
}

/** Part of the picture around a face, four times its height. */
function thumbnail(rgb: Uint8Array, size: Size, box: Box, plan: PlanFrame | undefined): Uint8Array {
  const [width, height] = [cell, cell - 18]
  const painted = plan ? painter(plan) : () => false
  const [x, y, w, h] = box
  const reach = Math.max(24, 2 * Math.max(w, h))
  const [cx, cy] = [x + w / 2, y + h / 2]
  const out = new Uint8Array(width * height * 3)
  for (let at = 0; at < width * height; at++) {
    const px = cx + (((at % width) + 0.5) / width - 0.5) * 2 * reach
    const py = cy + ((Math.floor(at / width) + 0.5) / height - 0.5) * 2 * reach * (height / width)
    out.set(colourAt(rgb, size, px, py), at * 3)
    if (painted([px, py])) out[at * 3 + 1] = Math.min(255, (out[at * 3 + 1] ?? 0) + 70)
    if (onEdge(px, py, box, (2 * reach) / width)) out.set([235, 40, 40], at * 3)
  }
  return out
}

function colourAt(rgb: Uint8Array, { width, height }: Size, x: number, y: number): Uint8Array {
  if (x < 0 || y < 0 || x >= width || y >= height) return new Uint8Array(3)
  const at = (Math.floor(y) * width + Math.floor(x)) * 3
  return rgb.subarray(at, at + 3)
}

/** Within one thumbnail pixel of a box's outline. */
function onEdge(px: number, py: number, [x, y, w, h]: Box, pixel: number): boolean {
  const isNear = px > x - pixel && px < x + w + pixel && py > y - pixel && py < y + h + pixel
  return isNear && !(px > x && px < x + w && py > y && py < y + h)
}
