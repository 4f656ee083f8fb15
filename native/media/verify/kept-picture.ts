import type { PlanarPicture, Plane, Spans, Subsampling } from '../../../kernels/index.ts'

/** Keeps the samples that are about to be covered. One picture at a time: the next takes its place. */
export class KeptPicture {
  #planes: Uint8Array[] = []

  /** Copies the samples of a set of luma pixels, on every plane; only there does the answer hold the picture. */
  keep({ planes, subsampling }: PlanarPicture, spans: Spans): PlanarPicture {
    const kept = planes.map((plane, index) => {
      const data = this.#roomFor(plane, index)
      copyRuns(plane, data, spans, subsampling[index] ?? { shiftX: 0, shiftY: 0 })
      return { ...plane, data }
    })
    return { planes: kept, subsampling }
  }

  #roomFor({ stride, height }: Plane, index: number): Uint8Array {
    const room = this.#planes[index]
    const data = room && room.length >= stride * height ? room : new Uint8Array(stride * height)
    this.#planes[index] = data
    return data
  }
}

function copyRuns({ data, stride }: Plane, to: Uint8Array, spans: Spans, { shiftX, shiftY }: Subsampling): void {
  for (let i = 0; i < spans.length; i += 3) {
    const row = ((spans[i] ?? 0) >> shiftY) * stride
    const from = row + ((spans[i + 1] ?? 0) >> shiftX)
    const until = row + (((spans[i + 2] ?? 0) - 1) >> shiftX) + 1
    to.set(data.subarray(from, until), from)
  }
}
