import type { Box } from '../../../../core/geometry/shape.ts'
import type { PlayerSession, ShownFrame } from '../../player/index.ts'
import { paintPosed, poseAround } from '../preview/picture-around.ts'
import { PictureQueue } from './picture-queue.ts'

/** Side of a crop, in pixels. */
const cropSide = 96

/** Where and when somebody is best to be seen. */
export type CropPlace = { readonly frame: number; readonly box: Box }

/** Share of a crop that the longer side of what it shows takes: the rest are its surroundings. */
const share = 2 / 3
/** Most crops that are kept. */
const mostKept = 300

function nameOf({ frame, box }: CropPlace): string {
  return [frame, ...box.map(Math.round)].join()
}

/** Small pictures of persons and things, cut out of the clip's frames. */
export class Crops {
  readonly #session: PlayerSession
  readonly #queue: PictureQueue<ImageBitmap>

  constructor(session: PlayerSession) {
    this.#session = session
    this.#queue = new PictureQueue(session, mostKept)
  }

  /** Hands the crop over once it is there; answers how to want it no more. */
  want(place: CropPlace, give: (image: ImageBitmap) => void): () => void {
    const cut = (shown: ShownFrame<VideoFrame>) => this.#cut(shown, place)
    return this.#queue.want({ name: nameOf(place), frame: place.frame, cut }, give)
  }

  close(): void {
    this.#queue.close()
  }

  #cut({ picture }: ShownFrame<VideoFrame>, { box }: CropPlace): ImageBitmap | null {
    const { video } = this.#session.footage.index
    const ground = new OffscreenCanvas(cropSide, cropSide)
    const context = ground.getContext('2d')
    if (!video || !picture || !context) return null
    const room = { width: cropSide, height: cropSide }
    paintPosed(context, picture, poseAround(box, share, video, room), { video, room })
    return ground.transferToImageBitmap()
  }
}
