import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { Codec, CodecContext, FormatContext, Frame, Packet, type Stream } from 'node-av/lib'
import type { Size } from '../core/geometry/shape.ts'
import { must, silenceFfmpeg } from '../native/media/ffmpeg.ts'
import { PictureScaler } from '../native/media/picture-scaler.ts'

const folder = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'demo')

/** A photograph of people that an npm package carries (`sample1.jpg` to `sample6.jpg`), as tests and benches look at it. */
export type Photograph = {
  readonly size: Size
  /** All of it, packed RGB24, scaled to exactly this size. */
  toRgb(width: number, height: number): Uint8Array
  close(): void
}

/** Decodes one of the photographs of @vladmandic/face-api by its name, or another by its absolute path. */
export async function openPhotograph(name: string): Promise<Photograph> {
  silenceFfmpeg()
  const frame = await decodeFirstFrame(resolve(folder, name))
  const scaler = new PictureScaler(0)
  return {
    size: { width: frame.width, height: frame.height },
    toRgb: (width, height) => scaler.toRgb(frame, { width, height }),
    close: () => {
      scaler.close()
      frame.free()
    },
  }
}

async function decodeFirstFrame(path: string): Promise<Frame> {
  const input = new FormatContext()
  const packet = new Packet()
  packet.alloc()
  const frame = new Frame()
  frame.alloc()
  try {
    must(await input.openInput(path), 'open photograph')
    const stream = input.streams[0]
    if (!stream) throw new Error(`${path} holds no picture`)
    const decoder = await openDecoder(stream)
    must(await input.readFrame(packet), 'read photograph')
    must(decoder.sendPacketSync(packet), 'decode photograph')
    must(decoder.sendPacketSync(null), 'finish photograph')
    must(decoder.receiveFrameSync(frame), 'take photograph')
    decoder.freeContext()
    return frame
  } finally {
    packet.free()
    await input.closeInput()
  }
}

/** Any codec of photographs, PNG too, which clips do not have. */
async function openDecoder(stream: Stream): Promise<CodecContext> {
  const codec = Codec.findDecoder(stream.codecpar.codecId)
  if (!codec) throw new Error('no decoder for this photograph')
  const decoder = new CodecContext()
  decoder.allocContext3(codec)
  must(decoder.parametersToContext(stream.codecpar), 'take decoder parameters')
  must(await decoder.open2(codec), 'open decoder')
  return decoder
}
