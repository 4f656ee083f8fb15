import { Packet } from 'node-av/lib'
import type { ByteSource } from '../../../core/ports/bytes.ts'
import type { StopSignal } from '../../../core/ports/work.ts'
import { breathe } from '../ffmpeg.ts'
import { throwIfStopped } from '../frame-decoder.ts'
import { openClip } from '../opened-clip.ts'
import { nalUnitsOf, seiMessagesOf } from './nal-units.ts'
import type { Tally } from './tally.ts'

/** Units that carry pictures and what decodes them: slices, parameter sets, delimiters. */
const pictureUnits: ReadonlySet<number> = new Set([1, 5, 7, 8, 9])

const seiUnit = 6

/** Messages that are about decoding alone: buffering period, picture timing, recovery point. */
const decodingMessages: ReadonlySet<number> = new Set([0, 1, 6])

/** A message of free text; the encoder writes one about its settings: 16 bytes of id, then this. */
const textMessage = 5
const encoderNote = 'x264 - core'

/** Checks that the picture's samples hold coded pictures and nothing that could carry text, places or times. */
export async function checkCodedUnits(copy: ByteSource, tally: Tally, signal: StopSignal): Promise<void> {
  const opened = await openClip(copy, 'copy')
  if (!opened.ok) throw new Error('the copy opened a moment ago')
  const clip = opened.value
  const { video } = clip
  const packet = new Packet()
  packet.alloc()
  try {
    clip.readOnly([video])
    for (let count = 0; video && (await clip.read(packet)); count++) {
      throwIfStopped(signal)
      if (packet.data) checkSample(packet.data, tally)
      packet.unref()
      if (count % 64 === 0) await breathe()
    }
  } finally {
    packet.free()
    await clip.close()
  }
}

/** Copies are written with lengths of four bytes. */
const lengthBytes = 4

function checkSample(sample: Uint8Array, tally: Tally): void {
  const units = nalUnitsOf(sample, lengthBytes)
  if (!units) tally.fail('a coded picture does not consist of whole units')
  for (const { type, payload } of units ?? []) {
    if (type === seiUnit) checkMessages(payload, tally)
    else if (!pictureUnits.has(type)) tally.fail(`a coded picture holds a unit of type ${type}`)
  }
}

function checkMessages(payload: Uint8Array, tally: Tally): void {
  const messages = seiMessagesOf(payload)
  if (!messages) tally.fail('a coded picture holds a broken message')
  for (const { type, payload: message } of messages ?? []) {
    if (decodingMessages.has(type)) continue
    if (type !== textMessage) tally.fail(`a coded picture holds a message of type ${type}`)
    else if (!Buffer.from(message.subarray(16)).toString('latin1').startsWith(encoderNote)) {
      tally.fail('a coded picture holds a text of its own')
    }
  }
}
