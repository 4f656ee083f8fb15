import { BrokenMp4 } from './mp4-boxes.ts'

/** Reads the fields of a box one after the other. Throws BrokenMp4 for what is not there, and for what is there besides. */
export class BoxFields {
  readonly #content: Buffer
  readonly #name: string
  #at = 0

  /** `name` is the box's type, for messages. */
  constructor(content: Buffer, name: string) {
    this.#content = content
    this.#name = name
  }

  get isAtEnd(): boolean {
    return this.#at === this.#content.length
  }

  /** Bytes that are still to be read. */
  get rest(): number {
    return this.#content.length - this.#at
  }

  number(): number {
    return this.#content.readUInt32BE(this.#take(4))
  }

  signedNumber(): number {
    return this.#content.readInt32BE(this.#take(4))
  }

  longNumber(): bigint {
    return this.#content.readBigUInt64BE(this.#take(8))
  }

  /** The next box, which has to be of this type. */
  box(type: string): BoxFields {
    const size = this.number()
    const found = this.#content.toString('latin1', this.#take(4), this.#at)
    if (found !== type) throw new BrokenMp4(`${this.#name} holds another part where ${type} belongs`)
    const from = this.#take(size - 8)
    return new BoxFields(this.#content.subarray(from, this.#at), type)
  }

  /** Type of the next box; empty where there is none. */
  nextType(): string {
    return this.#content.toString('latin1', this.#at + 4, this.#at + 8)
  }

  /** Throws unless everything was read: what stands behind the last field is read by nobody, and could be anything. */
  end(): void {
    if (!this.isAtEnd) throw new BrokenMp4(`${this.#name} holds more than it announces`)
  }

  #take(bytes: number): number {
    const from = this.#at
    if (bytes < 0 || bytes > this.rest) throw new BrokenMp4(`${this.#name} is cut off`)
    this.#at += bytes
    return from
  }
}
