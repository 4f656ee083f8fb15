import { AV_PIX_FMT_RGB24, FF_ENCODER_PNG } from 'node-av/constants'
import { Codec, CodecContext, Frame, Packet, Rational } from 'node-av/lib'
import type { Size } from '../../core/geometry/shape.ts'
import { must } from './ffmpeg.ts'

/** Encodes packed RGB24 as a PNG file's bytes (FFmpeg's encoder; no text chunks). */
export async function encodePng(rgb: Uint8Array, size: Size): Promise<Uint8Array> {
  const codec = Codec.findEncoderByName(FF_ENCODER_PNG)
  if (!codec) throw new Error('this build of FFmpeg has no PNG encoder')
  const encoder = new CodecContext()
  encoder.allocContext3(codec)
  encoder.width = size.width
  encoder.height = size.height
  encoder.pixelFormat = AV_PIX_FMT_RGB24
  encoder.timeBase = new Rational(1, 1)
  const frame = new Frame()
  frame.alloc()
  const packet = new Packet()
  packet.alloc()
  try {
    must(await encoder.open2(codec, null), 'open PNG encoder')
    frame.width = size.width
    frame.height = size.height
    frame.format = AV_PIX_FMT_RGB24
    must(frame.getBuffer(), 'get picture buffer')
    copyRows(rgb, frame, size)
    frame.pts = 0n
    must(encoder.sendFrameSync(frame), 'encode PNG')
    must(encoder.sendFrameSync(null), 'finish PNG')
    must(encoder.receivePacketSync(packet), 'take PNG')
    return Uint8Array.from(packet.data ?? [])
  } finally {
    packet.free()
    frame.free()
    encoder.freeContext()
  }
}

function copyRows(rgb: Uint8Array, frame: Frame, size: Size): void {
  const plane = frame.data?.[0]
  const stride = frame.linesize[0]
  if (!plane || stride === undefined) throw new Error('a picture buffer has no plane')
  const rowBytes = size.width * 3
  for (let row = 0; row < size.height; row++)
    plane.set(rgb.subarray(row * rowBytes, (row + 1) * rowBytes), row * stride)
}
