import type { Instant } from '../ports/clock.ts'
import type { Seconds } from '../time.ts'
import type { Sha256 } from './clip-index.ts'
import { latinLine } from './latin-line.ts'

/** A line of the stamp of a snapshot: what it tells, and that. */
export type StampLine = { readonly name: string; readonly value: string }

/** What a snapshot is stamped with. */
export type SnapshotFacts = {
  readonly vault: string
  readonly clip: string
  /** As it came in; shown in a form that can neither break the line nor turn it. */
  readonly clipName: string
  readonly clipSha256: Sha256
  readonly frame: number
  /** Of the clip. */
  readonly frames: number
  /** Of the frame, from the beginning of the clip. */
  readonly at: Seconds
  /** Second 0 of the clip as the evidence says it; null where nobody knows. */
  readonly recordedOn: Instant | null
  /** How far somebody recorded the camera's clock to be off; 0 for not at all. */
  readonly offsetSeconds: number
  readonly by: string
  readonly takenAt: Instant
  readonly reason: string
}

/** Longest value of a line, in characters. */
const longestValue = 160

function printable(text: string): string {
  return latinLine(text, longestValue)
}

function clipTime(at: Seconds): string {
  const all = Math.round(at * 1000)
  const two = (value: number): string => String(value).padStart(2, '0')
  const [hours, minutes, whole] = [
    Math.floor(all / 3_600_000),
    Math.floor(all / 60_000) % 60,
    Math.floor(all / 1000) % 60,
  ]
  return `${two(hours)}:${two(minutes)}:${two(whole)}.${String(all % 1000).padStart(3, '0')}`
}

function recordedAt({ recordedOn, at, offsetSeconds }: SnapshotFacts): string {
  const start = recordedOn === null ? Number.NaN : Date.parse(recordedOn)
  if (Number.isNaN(start)) return 'not known'
  const moment = new Date(start + Math.round(at * 1000)).toISOString()
  if (offsetSeconds === 0) return moment
  return `${moment}, without the recorded offset of ${offsetSeconds > 0 ? '+' : ''}${offsetSeconds} s`
}

/** The stamp of a snapshot, line by line, in characters that every PDF font has (Latin-1). Times are UTC. */
export function snapshotStamp(facts: SnapshotFacts): readonly StampLine[] {
  return [
    { name: 'Vault', value: facts.vault },
    { name: 'Clip', value: `${facts.clip}, ${printable(facts.clipName)}` },
    { name: 'SHA-256', value: facts.clipSha256 },
    { name: 'Frame', value: `${facts.frame} of 0 to ${facts.frames - 1}` },
    { name: 'Clip time', value: clipTime(facts.at) },
    { name: 'Recorded', value: recordedAt(facts) },
    { name: 'Taken', value: `${facts.takenAt} by ${printable(facts.by)}` },
    { name: 'Reason', value: printable(facts.reason) },
  ]
}

/** Name of a snapshot among the attachments of its clip; the moment keeps two of one frame apart. */
export function snapshotName({ frame, takenAt }: Pick<SnapshotFacts, 'frame' | 'takenAt'>): string {
  return `snapshot-frame-${frame}-${takenAt.replaceAll(/[-:.]/g, '')}.pdf`
}
