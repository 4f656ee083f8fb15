import type { VideoIndex } from '../../../../core/clips/clip-index.ts'
import type { RedactionProject } from '../../../../core/redaction/project.ts'
import type { ReviewLook } from '../../../../core/review/look-here-frames.ts'
import type { PlayerSession, ShownFrame } from '../../player/index.ts'
import { lookName } from '../model/look-name.ts'
import { FrameCover } from '../preview/frame-cover.ts'
import { lookPicture } from '../preview/look-picture.ts'
import { PictureQueue } from './picture-queue.ts'

/** How pictures of places are shown: what of which project, and as the copy will show it or as recorded with outlines. */
export type ShownPlaces = { readonly project: RedactionProject; readonly isCovered: boolean }

/** Most pictures that are kept: five pages, of half a megabyte each. */
const mostKept = 60

/** Pictures of the places to look at first, made with the decoder and the covers of the large picture. */
export class LookPictures {
  readonly #queue: PictureQueue<HTMLCanvasElement>
  readonly #video: VideoIndex
  readonly #cover: FrameCover
  readonly #damaged: ReadonlySet<number>

  constructor(session: PlayerSession, video: VideoIndex) {
    this.#queue = new PictureQueue(session, mostKept)
    this.#video = video
    this.#cover = new FrameCover(video)
    this.#damaged = new Set(video.damagedFrames)
  }

  /** The same for as long as a place looks the same. */
  nameOf(look: ReviewLook, shown: ShownPlaces): string {
    return lookName(look, { ...shown, damaged: this.#damaged })
  }

  /** Hands the picture over once it is there; answers how to want it no more. */
  want(look: ReviewLook, shown: ShownPlaces, give: (picture: HTMLCanvasElement) => void): () => void {
    const { frame, about } = look
    const what = { video: this.#video, frame, place: about?.place ?? null, ...shown }
    const cut = (footage: ShownFrame<VideoFrame>): HTMLCanvasElement | null =>
      lookPicture(shown.isCovered ? this.#cover.cover(footage, shown.project) : footage.picture, what)
    return this.#queue.want({ name: this.nameOf(look, shown), frame, cut }, give)
  }

  close(): void {
    this.#queue.close()
  }
}
