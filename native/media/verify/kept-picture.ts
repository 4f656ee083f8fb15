import type { PlanarPicture } from '../../../kernels/index.ts'

/** Keeps a picture's samples while the picture itself is covered. One at a time: the next takes its place. */
export class KeptPicture {
  #planes: Uint8Array[] = []

  /** Copies a picture; what was kept before is gone. */
  keep({ planes, subsampling }: PlanarPicture): PlanarPicture {
    const kept = planes.map((plane, index) => {
      const bytes = plane.stride * plane.height
      const room = this.#planes[index]
      const data = room && room.length >= bytes ? room : new Uint8Array(bytes)
      this.#planes[index] = data
      data.set(plane.data.subarray(0, bytes))
      return { ...plane, data }
    })
    return { planes: kept, subsampling }
  }
}
