import { BoxFields } from './box-fields.ts'
import { BrokenMp4 } from './mp4-boxes.ts'

/** Bytes of a file, `[from, until)`. */
export type Stretch = { readonly from: number; readonly until: number }

/** What one fragment holds of one track. Times are in the track's ticks, on its decoding clock. */
export type FragmentTrack = {
  /** The track's id, as `tkhd` gives it. */
  readonly id: number
  readonly fromTime: bigint
  readonly untilTime: bigint
  readonly samples: number
  /** Where the samples lie, run by run, from the start of the file. */
  readonly runs: readonly Stretch[]
}

/** A movie fragment (ISO/IEC 14496-12, 8.8.4), in the one form that copies are written in. */
export type Fragment = { readonly sequence: number; readonly tracks: readonly FragmentTrack[] }

/**
 * Reads a `moof` byte by byte: `content` is what it holds, `start` where the box itself begins in the file. Throws BrokenMp4
 * for everything that Occlude's own writer does not write: other boxes, other fields, places in other parts of the file,
 * and values in fields that players ignore.
 */
export function readFragment(content: Buffer, start: number): Fragment {
  const fields = new BoxFields(content, 'moof')
  const head = fields.box('mfhd')
  plainVersion(head, 'mfhd')
  const sequence = head.number()
  head.end()
  const tracks: FragmentTrack[] = []
  while (!fields.isAtEnd) tracks.push(readTrack(fields.box('traf'), start))
  if (new Set(tracks.map(({ id }) => id)).size !== tracks.length) throw new BrokenMp4('a fragment holds a track twice')
  return { sequence, tracks }
}

/** Reads `trex`, the defaults of a track (8.8.3): copies leave all of them open. Answers the track's id. */
export function readTrackDefaults(content: Buffer): number {
  const fields = new BoxFields(content, 'trex')
  plainVersion(fields, 'trex')
  const id = fields.number()
  const values = [fields.number(), fields.number(), fields.number(), fields.number()]
  fields.end()
  if (values.join() !== '1,0,0,0') throw new BrokenMp4('trex sets values of its own')
  return id
}

function plainVersion(fields: BoxFields, name: string): void {
  if (fields.number() !== 0) throw new BrokenMp4(`${name} has a version or flags that no copy has`)
}

/** Flags of `tfhd` (8.8.7): defaults for duration, size and sample flags, and that places are counted from the `moof`. */
const defaults = { duration: 0x08, size: 0x10, flags: 0x20, baseIsMoof: 0x020000 } as const

/** Flags of `trun` (8.8.8). */
const run = { offset: 0x01, firstFlags: 0x04, duration: 0x100, size: 0x200, flags: 0x400, shift: 0x800 } as const

type Defaults = { readonly id: number; readonly duration: number; readonly size: number }

function readTrack(traf: BoxFields, start: number): FragmentTrack {
  const head = readDefaults(traf.box('tfhd'))
  const fromTime = readTime(traf.box('tfdt'))
  let [untilTime, samples] = [fromTime, 0]
  const runs: Stretch[] = []
  do {
    const found = readRun(traf.box('trun'), head, start)
    untilTime += found.duration
    samples += found.samples
    runs.push(found.bytes)
  } while (!traf.isAtEnd)
  return { id: head.id, fromTime, untilTime, samples, runs }
}

function readDefaults(tfhd: BoxFields): Defaults {
  const flags = tfhd.number()
  const known = defaults.duration | defaults.size | defaults.flags | defaults.baseIsMoof
  if ((flags & ~known) !== 0 || (flags & defaults.baseIsMoof) === 0)
    throw new BrokenMp4('tfhd has a version or flags that no copy has')
  const id = tfhd.number()
  const duration = flags & defaults.duration ? tfhd.number() : 0
  const size = flags & defaults.size ? tfhd.number() : 0
  if (flags & defaults.flags) checkSampleFlags(tfhd.number())
  tfhd.end()
  return { id, duration, size }
}

/** Version 1, with eight bytes of time. */
function readTime(tfdt: BoxFields): bigint {
  if (tfdt.number() !== 0x01000000) throw new BrokenMp4('tfdt has a version or flags that no copy has')
  const time = tfdt.longNumber()
  tfdt.end()
  return time
}

type Run = { readonly samples: number; readonly duration: bigint; readonly bytes: Stretch }

function readRun(trun: BoxFields, head: Defaults, start: number): Run {
  const flags = runFlags(trun.number())
  const samples = trun.number()
  const from = start + trun.signedNumber()
  if (flags & run.firstFlags) checkSampleFlags(trun.number())
  const perSample = [run.duration, run.size, run.flags, run.shift].filter((flag) => flags & flag).length * 4
  if (trun.rest !== samples * perSample) throw new BrokenMp4('trun holds more than it announces, or less')
  if (perSample === 0) {
    const duration = BigInt(samples) * BigInt(head.duration)
    return { samples, duration, bytes: { from, until: from + samples * head.size } }
  }
  let [until, ticks] = [from, 0]
  for (let sample = 0; sample < samples; sample++) {
    ticks += flags & run.duration ? trun.number() : head.duration
    until += flags & run.size ? trun.number() : head.size
    if (flags & run.flags) checkSampleFlags(trun.number())
    if (flags & run.shift) trun.number()
  }
  return { samples, duration: BigInt(ticks), bytes: { from, until } }
}

/** The flags of a run. Versions 0 and 1 differ in whether shifts of presentation have a sign. */
function runFlags(versionAndFlags: number): number {
  const [version, flags] = [versionAndFlags >>> 24, versionAndFlags & 0xffffff]
  const known = run.offset | run.firstFlags | run.duration | run.size | run.flags | run.shift
  if (version > 1 || (flags & ~known) !== 0 || (flags & run.offset) === 0)
    throw new BrokenMp4('trun has a version or flags that no copy has')
  return flags
}

/** A sample that depends on no other, and one that does: fields beside that (8.8.3.1) could carry anything. */
const sampleFlags: ReadonlySet<number> = new Set([0x02000000, 0x01010000])

function checkSampleFlags(flags: number): void {
  if (!sampleFlags.has(flags)) throw new BrokenMp4('a sample has flags that no copy has')
}
