import { Packet } from 'node-av/lib'
import type { AudioIndex, ClipIndex } from '../../../core/clips/clip-index.ts'
import type { ByteSource } from '../../../core/ports/bytes.ts'
import type { StopSignal } from '../../../core/ports/work.ts'
import { copyTiming, type SoundPiece } from '../../../core/redaction/copy-timing.ts'
import type { RedactionPlan } from '../../../core/redaction/plan.ts'
import { ok, type Result } from '../../../core/result.ts'
import type { CheckResult } from '../../../core/verification/report.ts'
import { breathe } from '../ffmpeg.ts'
import { throwIfStopped } from '../frame-decoder.ts'
import { openClip } from '../opened-clip.ts'
import { SoundDecoder } from '../sound-decoder.ts'
import { plannedSound, type Stretch } from './planned-sound.ts'
import { lagOf } from './sound-lag.ts'
import { leastLikeness } from './sound-likeness.ts'
import { SoundWindows } from './sound-windows.ts'
import { Tally } from './tally.ts'

/** Sound may be this far from its picture (seconds): below what people notice, above what a codec does. */
const mostLag = 0.002

/** Share of a bleep's energy that AAC may add to the tone; 20 times what it was measured to add. */
const mostMisfit = 0.01

/** Samples that may be missing at the end: two AAC frames. */
const mostShort = 2048

/** Samples that AAC adds behind the end: what fills its last frame, and one more. Measured: up to 384. */
const mostAfterEnd = 2048

/**
 * Below this correlation a tenth of a second is not the same sound. Good copies: 0.95 or more in speech and tones, 0.88
 * or more in white noise. Other sound: 0.2 or less.
 */
const sameSound = 0.4

/** What sound checks are about. `copyIndex` is the copy's own, not deep. */
export type SoundCheck = {
  readonly original: { readonly source: ByteSource; readonly index: ClipIndex }
  readonly copy: { readonly source: ByteSource; readonly index: ClipIndex }
  readonly plan: RedactionPlan
}

/** Checks silence, bleeps and synchrony of every sound track of the written copy. */
export async function checkSound(check: SoundCheck, signal: StopSignal): Promise<Result<readonly CheckResult[]>> {
  const tallies = { silence: new Tally('silence'), bleep: new Tally('bleep'), sync: new Tally('sound-sync') }
  const timing = copyTiming(check.plan, check.original.index)
  for (const [position, planned] of check.plan.audio.entries()) {
    const source = check.original.index.audio.find((audio) => audio.track === planned.track)
    const written = check.copy.index.audio[position]
    // A missing track is the business of the check of streams.
    if (!source || !written || written.sampleRate !== source.sampleRate) continue
    const pieces = timing.soundOf(source)
    const stretches = plannedSound(planned.ranges, pieces)
    const heard = await listen(check, { source, written, stretches, expectedUntil: endOf(pieces) }, signal)
    if (!heard.ok) return heard
    judge(heard.value, tallies, source.sampleRate, `track ${planned.track}`)
  }
  return ok([tallies.silence.result(), tallies.bleep.result(), tallies.sync.result()])
}

type Track = {
  readonly source: AudioIndex
  readonly written: AudioIndex
  readonly stretches: readonly Stretch[]
  /** Where the track ends in the copy; its last stretch ends earlier where it is next to a mute or a bleep. */
  readonly expectedUntil: number
}

type Heard = Pick<Track, 'expectedUntil'> & { readonly copy: SoundWindows; readonly original: SoundWindows }

function endOf(pieces: readonly SoundPiece[]): number {
  const last = pieces.at(-1)
  return last ? last.outputSample + last.untilSample - last.fromSample : 0
}

/** Decodes both tracks once, keeping only what the checks look at. */
async function listen(check: SoundCheck, track: Track, signal: StopSignal): Promise<Result<Heard>> {
  const copy = new SoundWindows(track.stretches, track.source.sampleRate, 'copy')
  const original = new SoundWindows(track.stretches, track.source.sampleRate, 'original')
  const heardCopy = await decodeInto(check.copy.source, { track: track.written.track, originSeconds: 0 }, copy, signal)
  if (!heardCopy.ok) return heardCopy
  const { originSeconds } = check.original.index
  const of = { track: track.source.track, originSeconds }
  const heardOriginal = await decodeInto(check.original.source, of, original, signal)
  if (!heardOriginal.ok) return heardOriginal
  return ok({ copy, original, expectedUntil: track.expectedUntil })
}

async function decodeInto(
  source: ByteSource,
  of: { readonly track: number; readonly originSeconds: number },
  into: SoundWindows,
  signal: StopSignal,
): Promise<Result<null>> {
  const opened = await openClip(source, 'clip')
  if (!opened.ok) return opened
  const clip = opened.value
  const stream = clip.audio[of.track]
  if (!stream) throw new Error('a sound track is gone')
  const decoder = await SoundDecoder.open(stream, of.originSeconds)
  const packet = new Packet()
  packet.alloc()
  try {
    clip.readOnly([stream])
    for (let count = 0; await clip.read(packet); count++) {
      throwIfStopped(signal)
      for (const block of decoder.decode(packet)) into.take(block)
      packet.unref()
      if (count % 64 === 0) await breathe()
    }
    for (const block of decoder.decode(null)) into.take(block)
    return ok(null)
  } finally {
    packet.free()
    decoder.close()
    await clip.close()
  }
}

type SoundTallies = { readonly silence: Tally; readonly bleep: Tally; readonly sync: Tally }

function judge(heard: Heard, tallies: SoundTallies, rate: number, name: string): void {
  for (const { stretch, loudest } of heard.copy.silences) {
    tallies.silence.looked()
    tallies.silence.most('loudestSample', loudest)
    if (loudest > 0) {
      tallies.silence.fail(`${name} is not silent within ${label(stretch, rate)} (peak ${loudest.toExponential(1)})`)
    }
  }
  for (const { stretch, channels } of heard.copy.bleeps) {
    tallies.bleep.looked()
    const misfit = channels.length > 0 ? Math.max(...channels.map((channel) => channel.misfit())) : 1
    tallies.bleep.most('worstMisfit', misfit)
    if (misfit > mostMisfit) tallies.bleep.fail(`${name} is not a plain tone within ${label(stretch, rate)}`)
  }
  judgeSynchrony(heard, tallies.sync, rate, name)
}

function label(stretch: Stretch, rate: number): string {
  return `${(stretch.copyFrom / rate).toFixed(3)}-${(stretch.copyUntil / rate).toFixed(3)} s`
}

function judgeSynchrony(heard: Heard, tally: Tally, rate: number, name: string): void {
  if (heard.expectedUntil > 0) judgeEnd(heard.copy.until - heard.expectedUntil, tally, rate, name)
  for (const [position, original] of heard.original.audible.entries()) {
    const copy = heard.copy.audible[position]
    if (!copy) continue
    const where = `${name} at ${(original.stretch.copyFrom / rate).toFixed(1)} s`
    const lag = lagOf(original.samples, copy.samples, rate)
    if (lag !== 'quiet') judgeLag(lag, tally, rate, where)
    if (lag === 'different') continue
    const likeness = leastLikeness(original.samples, copy.samples, rate, lag === 'quiet' ? 0 : lag)
    tally.least('leastLikeness', likeness)
    if (likeness < sameSound) tally.fail(`part of ${where} is not the original's sound`)
  }
}

/** `after`: samples that the copy has beyond the planned end; negative where it falls short. */
function judgeEnd(after: number, tally: Tally, rate: number, name: string): void {
  tally.looked()
  tally.most('samplesAfterEnd', after)
  if (after < -mostShort) tally.fail(`${name} ends ${(-after / rate).toFixed(3)} s early`)
  if (after > mostAfterEnd) tally.fail(`${name} goes on for ${(after / rate).toFixed(3)} s after its end`)
}

function judgeLag(lag: number | 'different', tally: Tally, rate: number, where: string): void {
  tally.looked()
  if (lag === 'different') {
    tally.fail(`${where} is not the original's sound`)
    return
  }
  tally.most('worstLagSamples', Math.abs(lag))
  if (Math.abs(lag) > rate * mostLag) tally.fail(`${where} is ${lag} samples off its picture`)
}
