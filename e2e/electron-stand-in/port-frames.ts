/**
 * Messages of ports as frames: the length of the JSON part (32 bits, little endian), the JSON part, then the bytes of
 * every `Uint8Array` and every long text one after the other. Values of other kinds than the wire's throw: a real port would clone
 * them, this one cannot.
 */

/** Where among the bytes behind the JSON part something lies. */
type Place = readonly [offset: number, length: number]

type Marked = { readonly $bytes: Place } | { readonly $text: Place } | { readonly $undefined: true }

/** Texts from this length (UTF-16 units) lie beside the JSON part: a real port copies them, and escapes nothing. */
const longText = 4096

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null
}

function isLongText(value: unknown): value is string {
  // UTF-8 has no bytes for half a character.
  return typeof value === 'string' && value.length >= longText && value.isWellFormed()
}

class Writer {
  readonly parts: Uint8Array[] = []
  #length = 0

  mark(value: unknown): unknown {
    if (value === undefined) return { $undefined: true } satisfies Marked
    if (typeof value === 'number' && !Number.isFinite(value))
      throw new Error('the stand-in carries finite numbers only')
    if (isLongText(value)) return { $text: this.#place(new TextEncoder().encode(value)) } satisfies Marked
    if (typeof value !== 'object' || value === null) {
      if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol')
        throw new Error(`the stand-in carries no ${typeof value}`)
      return value
    }
    if (value instanceof Uint8Array) return { $bytes: this.#place(value) } satisfies Marked
    if (Array.isArray(value)) return value.map((each) => this.mark(each))
    if (!isPlain(value)) throw new Error(`the stand-in carries no ${value.constructor.name}`)
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, this.mark(field)]))
  }

  #place(bytes: Uint8Array): Place {
    const offset = this.#length
    this.parts.push(bytes)
    this.#length += bytes.byteLength
    return [offset, bytes.byteLength]
  }

  get length(): number {
    return this.#length
  }
}

/** One message as one frame. */
export function frameOf(message: unknown): Uint8Array<ArrayBuffer> {
  const writer = new Writer()
  const json = new TextEncoder().encode(JSON.stringify(writer.mark(message)))
  const frame = new Uint8Array(4 + json.byteLength + writer.length)
  new DataView(frame.buffer).setUint32(0, json.byteLength, true)
  frame.set(json, 4)
  let at = 4 + json.byteLength
  for (const part of writer.parts) {
    frame.set(part, at)
    at += part.byteLength
  }
  return frame
}

/** A message as it was sent, and the buffers of its bytes: each array has one of its own. */
export type Unframed = { readonly message: unknown; readonly buffers: readonly ArrayBuffer[] }

/** The message of a frame. */
export function messageOf(frame: Uint8Array): Unframed {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  const start = 4 + view.getUint32(0, true)
  const buffers: ArrayBuffer[] = []
  const partAt = ([offset, length]: Place): Uint8Array => frame.subarray(start + offset, start + offset + length)
  const unmark = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(unmark)
    if ('$undefined' in value) return undefined
    if ('$bytes' in value) {
      const own = new Uint8Array(partAt((value as { readonly $bytes: Place }).$bytes))
      buffers.push(own.buffer)
      return own
    }
    if ('$text' in value)
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(partAt((value as { readonly $text: Place }).$text))
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, unmark(field)]))
  }
  const message = unmark(JSON.parse(new TextDecoder().decode(frame.subarray(4, start))))
  return { message, buffers }
}

/** A frame after its length (32 bits, little endian): for connections that know no messages. */
export function withLength(frame: Uint8Array): readonly [Uint8Array, Uint8Array] {
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, frame.byteLength, true)
  return [length, frame]
}

/** Puts frames together from whatever pieces they come in. */
export class FrameReader {
  readonly #tell: (message: Unframed) => void
  #length: Uint8Array = new Uint8Array(4)
  #frame: Uint8Array | null = null
  #at = 0

  constructor(tell: (message: Unframed) => void) {
    this.#tell = tell
  }

  take(piece: Uint8Array): void {
    let rest = piece
    while (rest.byteLength > 0) {
      const into = this.#frame ?? this.#length
      const taken = rest.subarray(0, into.byteLength - this.#at)
      into.set(taken, this.#at)
      this.#at += taken.byteLength
      rest = rest.subarray(taken.byteLength)
      if (this.#at === into.byteLength) this.#filled(into)
    }
  }

  #filled(filled: Uint8Array): void {
    this.#at = 0
    if (this.#frame) {
      this.#frame = null
      this.#tell(messageOf(filled))
    } else {
      this.#frame = new Uint8Array(new DataView(filled.buffer, filled.byteOffset).getUint32(0, true))
    }
  }
}
