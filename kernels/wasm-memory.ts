import type { PixelBox, Plane } from './plane.ts'
import { forEachRun, type Spans } from './spans.ts'

/** A WebAssembly memory, as far as kernels need it. */
export type KernelMemory = {
  readonly buffer: ArrayBufferLike
  grow(pages: number): number
}

const pageSize = 65536

/** The next multiple of 16. */
export function paddedTo16(length: number): number {
  return (length + 15) & ~15
}

/**
 * The module's memory as a work area: grown to what a call needs, laid out anew by each call, never shrunk (an 8K
 * picture takes 66 MB).
 */
export class WorkArea {
  readonly #memory: KernelMemory
  readonly #first: number
  #bytes: Uint8Array

  constructor(memory: KernelMemory, firstFree: number) {
    this.#memory = memory
    this.#first = paddedTo16(firstFree)
    this.#bytes = new Uint8Array(memory.buffer)
  }

  /** Makes room for blocks of these lengths and gives their addresses, each a multiple of 16. */
  layOut(...lengths: readonly number[]): readonly number[] {
    let next = this.#first
    const addresses = lengths.map((length) => {
      const address = next
      next += paddedTo16(length)
      return address
    })
    const missing = next - this.#memory.buffer.byteLength
    if (missing > 0) this.#memory.grow(Math.ceil(missing / pageSize))
    // Growing detaches the old buffer, whoever asked for it.
    if (this.#bytes.buffer !== this.#memory.buffer) this.#bytes = new Uint8Array(this.#memory.buffer)
    return addresses
  }

  /** A view of the memory, valid until the next `layOut`. */
  bytes(address: number, length: number): Uint8Array {
    return this.#bytes.subarray(address, address + length)
  }

  /** Copies 32-bit numbers in. */
  put(address: number, values: Int32Array): void {
    new Int32Array(this.#memory.buffer, address, values.length).set(values)
  }

  /** Copies 32-bit floats in. */
  putFloats(address: number, values: Float32Array): void {
    new Float32Array(this.#memory.buffer, address, values.length).set(values)
  }

  /** A view of 32-bit floats, valid until the next `layOut`. */
  floats(address: number, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, address, length)
  }

  /** Copies a box of a plane in, row by row, at that stride. */
  putBox(address: number, stride: number, plane: Plane, box: PixelBox): void {
    const bytes = this.#bytes
    let from = box.y * plane.stride + box.x
    for (let y = 0, to = address; y < box.height; y++, to += stride, from += plane.stride) {
      bytes.set(plane.data.subarray(from, from + box.width), to)
    }
  }

  /** Copies the spans of a box back into the plane. */
  takeSpans(address: number, stride: number, plane: Plane, target: { readonly box: PixelBox; readonly spans: Spans }) {
    const bytes = this.#bytes
    const { box, spans } = target
    forEachRun(spans, (y, x0, x1) => {
      const row = address + (y - box.y) * stride - box.x
      plane.data.set(bytes.subarray(row + x0, row + x1), y * plane.stride + x0)
    })
  }
}
