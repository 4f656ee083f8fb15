import type { Box } from '../../../../core/geometry/shape.ts'
import type { PlayerSession } from '../../player/index.ts'
import { pictureMap } from '../preview/picture-map.ts'

/** Side of a crop, in pixels. */
export const cropSide = 96

/** Where and when somebody is best to be seen. */
export type CropPlace = { readonly frame: number; readonly box: Box }

/** How much of its surroundings a crop shows, as a share of its longer side. */
const around = 0.25
/** Most crops that are kept. */
const mostKept = 300

function nameOf({ frame, box }: CropPlace): string {
  return [frame, ...box.map(Math.round)].join()
}

/**
 * Small pictures of persons and things, cut out of the clip's frames one after another while nothing plays. They are kept in memory
 * alone, for as long as the clip is open.
 */
export class Crops {
  readonly #session: PlayerSession
  readonly #ending = new AbortController()
  readonly #kept = new Map<string, ImageBitmap>()
  #wanted: { readonly place: CropPlace; readonly give: (image: ImageBitmap) => void }[] = []
  #working = false

  constructor(session: PlayerSession) {
    this.#session = session
  }

  /** Hands the crop over once it is there; answers how to want it no more. */
  want(place: CropPlace, give: (image: ImageBitmap) => void): () => void {
    const kept = this.#kept.get(nameOf(place))
    if (kept) {
      give(kept)
      return () => undefined
    }
    const wanted = { place, give }
    this.#wanted.push(wanted)
    void this.#work()
    return () => {
      this.#wanted = this.#wanted.filter((one) => one !== wanted)
    }
  }

  close(): void {
    this.#ending.abort()
    this.#wanted = []
    for (const image of this.#kept.values()) image.close()
    this.#kept.clear()
  }

  async #work(): Promise<void> {
    if (this.#working) return
    this.#working = true
    try {
      for (let next = this.#wanted[0]; next; next = this.#wanted[0]) {
        await this.#standing()
        const image = await this.#cut(next.place)
        this.#wanted = this.#wanted.filter(({ place }) => place !== next?.place)
        if (image) this.#keep(next.place, image)
        if (image) next.give(image)
      }
    } catch {
      // A card without a picture is still a card: what cannot be read, the player tells.
      this.#wanted = []
    } finally {
      this.#working = false
    }
  }

  /** Waits until nothing plays: whoever watches goes before. */
  #standing(): Promise<void> {
    const { store } = this.#session
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const isDone = this.#ending.signal.aborted
        if (!isDone && (store.getState().transport.rate !== 0 || store.getState().waiting)) return
        end()
        if (isDone) reject(this.#ending.signal.reason)
        else resolve()
      }
      const end = store.subscribe(look)
      this.#ending.signal.addEventListener('abort', look)
      look()
    })
  }

  async #cut({ frame, box }: CropPlace): Promise<ImageBitmap | null> {
    const { video } = this.#session.footage.index
    const shown = await this.#session.still(frame, this.#ending.signal)
    if (!shown) return null
    try {
      if (!video || !shown.picture) return null
      const ground = new OffscreenCanvas(cropSide, cropSide)
      const context = ground.getContext('2d')
      if (!context) return null
      const [x, y, width, height] = box
      const scale = cropSide / (Math.max(width, height, 8) * (1 + 2 * around))
      const room = { width: cropSide, height: cropSide }
      const pose = { zoom: scale, centre: [0.5, 0.5], turn: 0 } as const
      const [middleX, middleY] = pictureMap(video, pose, { ...room, left: 0 }).toRoom([x + width / 2, y + height / 2])
      // The picture is laid so that the box's middle is the crop's.
      const wide = ((video.width * video.pixelAspect[0]) / video.pixelAspect[1]) * scale
      context.translate(cropSide - middleX, cropSide - middleY)
      context.rotate((video.rotation * Math.PI) / 180)
      context.drawImage(shown.picture, -wide / 2, (-video.height * scale) / 2, wide, video.height * scale)
      return ground.transferToImageBitmap()
    } finally {
      shown.close()
    }
  }

  #keep(place: CropPlace, image: ImageBitmap): void {
    this.#kept.set(nameOf(place), image)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest)
  }
}
