/** A box of an MP4 file with this content. */
export function box(type: string, content: Uint8Array): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + content.length)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, content])
}

/** A unit of an H.264 stream with its length in front, as samples hold it. */
export function nalUnit(type: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt32BE(1 + payload.length)
  head[4] = type
  return Buffer.concat([head, payload])
}

/** A unit with one message of supplemental information; the payload is to be shorter than 255 bytes and without zeros. */
export function seiOf(type: number, payload: Uint8Array): Buffer {
  return nalUnit(6, Buffer.concat([Buffer.from([type, payload.length]), payload, Buffer.from([0x80])]))
}

/** Where every box of this name stands in the header of a file that begins with it. */
function boxesInHeader(bytes: Buffer, name: string): number[] {
  const end = bytes.indexOf('mdat', 0, 'latin1')
  const found: number[] = []
  for (let at = bytes.indexOf(name, 0, 'latin1'); at >= 0 && at < end; at = bytes.indexOf(name, at + 4, 'latin1')) {
    found.push(at)
  }
  if (found.length === 0) throw new Error(`no box ${name}`)
  return found
}

/**
 * Puts bytes in front of the first picture, as part of it, and mends the tables of sizes and places. The file's header
 * stands in front of its media, its first track is the picture.
 */
export function insertedIntoFirstPicture(bytes: Buffer, extra: Uint8Array): Buffer {
  const places = boxesInHeader(bytes, 'stco')
  const at = bytes.readUInt32BE((places[0] ?? 0) + 12)
  const grown = Buffer.concat([bytes.subarray(0, at), extra, bytes.subarray(at)])
  const add = (offset: number) => grown.writeUInt32BE(bytes.readUInt32BE(offset) + extra.length, offset)
  add(bytes.indexOf('mdat', 0, 'latin1') - 4)
  add((boxesInHeader(bytes, 'stsz')[0] ?? 0) + 16)
  for (const table of places) {
    const entries = bytes.readUInt32BE(table + 8)
    for (let entry = 0; entry < entries; entry++) {
      const offset = table + 12 + entry * 4
      if (bytes.readUInt32BE(offset) > at) add(offset)
    }
  }
  return grown
}

/** Writes text into the middle of the padding behind the header. */
export function textInPadding(bytes: Buffer, text: Uint8Array): Buffer {
  const written = Buffer.from(bytes)
  const free = bytes.indexOf('free', bytes.indexOf('udta', 0, 'latin1'), 'latin1')
  written.set(text, free + 4 + 1000)
  return written
}

/** Names a language (`pol`, as three packed letters) in the header of the last track. */
export function languageNamed(bytes: Buffer): Buffer {
  const written = Buffer.from(bytes)
  written.writeUInt16BE(0x41ec, (boxesInHeader(bytes, 'mdhd').at(-1) ?? 0) + 4 + 20)
  return written
}
