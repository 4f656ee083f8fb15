import type { VideoIndex } from '../../core/clips/clip-index.ts'
import type { RedactionProject } from '../../core/redaction/project.ts'
import type { FrameSource } from '../../renderer/features/player/bench.ts'
import { FrameCover } from '../../renderer/features/redaction/bench.ts'

/** A painted frame: red, green, blue and alpha of every coded pixel, as base64. Null where the preview shows no picture. */
export type CoveredFrame = string | null

function asBase64(bytes: Uint8ClampedArray): string {
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += 0x2000) parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x2000)))
  return btoa(parts.join(''))
}

/** Paints a clip from its first frame on, as the editor's preview does while it plays; answers the frames in `looked`, which is in order. */
export async function coverFrames(
  source: FrameSource<VideoFrame>,
  video: VideoIndex,
  project: RedactionProject,
  looked: readonly number[],
): Promise<CoveredFrame[]> {
  const cover = new FrameCover(video)
  const read = new OffscreenCanvas(video.width, video.height).getContext('2d', { willReadFrequently: true })
  if (!read) throw new Error('no canvas')
  const all: CoveredFrame[] = []
  for (let frame = 0; frame <= (looked.at(-1) ?? -1); frame++) {
    source.follow(frame, 1)
    const shown = await source.frame(frame, new AbortController().signal)
    const covered = cover.cover(shown, project)
    shown.close()
    if (!looked.includes(frame)) continue
    if (covered) read.drawImage(covered, 0, 0)
    all.push(covered ? asBase64(read.getImageData(0, 0, video.width, video.height).data) : null)
  }
  return all
}
