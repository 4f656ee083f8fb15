import { z } from 'zod'
import { personExtents } from '../core/detection/detection.ts'
import type { ProjectCommand, TrackChanges } from '../core/redaction/commands.ts'
import type { HistoryStep } from '../core/redaction/history.ts'
import type { Track } from '../core/redaction/project.ts'
import type { RedactionEdit } from '../core/redaction/redaction-record.ts'
import { audioDecision, blank, copyLabel, proposal, regionKey, requesterNote, track } from './project-file.ts'
import { frame, label, many, rangeOf, sample, search, words } from './schema-parts.ts'

/** Tracks, decisions or commands that one command may hold. */
const most = 100_000

/** A place in a list. */
const place = z.int().min(0).max(most)

/** Nothing weaker than the least that hides may be asked for. */
const strength = z.number().min(1).max(1_000)

const changes: z.ZodType<TrackChanges> = z.strictObject({
  action: z.enum(['hide', 'keep', 'ignore', 'undecided']).exactOptional(),
  untilFrame: frame.exactOptional(),
  reason: words.nullable().exactOptional(),
  style: z.enum(['solid', 'pixelate', 'blur']).nullable().exactOptional(),
  strength: strength.nullable().exactOptional(),
  margin: z.number().min(0).max(10).nullable().exactOptional(),
  person: label.nullable().exactOptional(),
  extent: z.enum(personExtents).nullable().exactOptional(),
  personExtent: z.enum(personExtents).nullable().exactOptional(),
  angle: z.number().min(-36_000).max(36_000).nullable().exactOptional(),
})

const newTrack: z.ZodType<Track> = track.refine((value) => value.strength === undefined || value.strength >= 1, {
  message: 'expected at least 1',
  path: ['strength'],
})

const placed = z.strictObject({ at: place, track: newTrack })

const plain = [
  z.strictObject({ kind: z.literal('edit-track'), track: label, changes }),
  z.strictObject({ kind: z.literal('set-key'), track: label, key: regionKey }),
  z.strictObject({ kind: z.literal('remove-key'), track: label, frame }),
  z.strictObject({ kind: z.literal('add-track'), track: newTrack, at: place.exactOptional() }),
  z.strictObject({ kind: z.literal('remove-track'), track: label }),
  z.strictObject({ kind: z.literal('split-track'), track: label, frame, newTrack: label }),
  z.strictObject({ kind: z.literal('merge-tracks'), into: label, from: label }),
  z.strictObject({ kind: z.literal('replace-tracks'), remove: many(label, most), put: many(placed, most) }),
  z.strictObject({ kind: z.literal('add-blank'), blank, at: place.exactOptional() }),
  z.strictObject({ kind: z.literal('remove-blank'), at: place, blank }),
  z.strictObject({ kind: z.literal('set-audio'), audio: many(audioDecision, most) }),
  z.strictObject({
    kind: z.literal('set-spans'),
    spans: many(rangeOf(frame), most).nullable(),
    spanSamples: many(rangeOf(sample), most).exactOptional(),
    leftOutReason: words.exactOptional(),
  }),
  z.strictObject({ kind: z.literal('set-inverse'), inverse: z.boolean() }),
  z.strictObject({ kind: z.literal('set-label'), label: copyLabel.nullable() }),
  z.strictObject({ kind: z.literal('set-requester'), requester: requesterNote.nullable() }),
] as const

const single: z.ZodType<ProjectCommand> = z.discriminatedUnion('kind', plain)

function batchOf(item: z.ZodType<ProjectCommand>) {
  return z.strictObject({ kind: z.literal('batch'), commands: many(item, most) })
}

/** How deep batches may lie in batches: what a hostile one could otherwise use up is the stack of whoever reads it. */
const inBatch: z.ZodType<ProjectCommand> = z.union([single, batchOf(z.union([single, batchOf(single)]))])

/** One edit of a project (core's `ProjectCommand`); batches lie at most three deep, and strengths are never below 1. */
export const projectCommand: z.ZodType<ProjectCommand> = z.union([single, batchOf(inBatch)])

/** What a person's step does. */
export const personsEdit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('do'), command: projectCommand, joins: z.literal(true).exactOptional() }),
  z.strictObject({ kind: z.literal('undo') }),
  z.strictObject({ kind: z.literal('redo') }),
])

const findings = z.strictObject({
  kind: z.literal('set-findings'),
  proposals: many(proposal, most),
  search: search.nullable(),
})

/** What the detection does: more than a person may, but for batches in batches. */
const findingsCommand: z.ZodType<ProjectCommand> = z.union([single, findings, batchOf(z.union([single, findings]))])

/** What any step does, the detection's included. */
export const redactionEdit: z.ZodType<RedactionEdit> = z.union([
  personsEdit,
  z.strictObject({ kind: z.literal('propose'), command: findingsCommand }),
])

/** A command that was carried out with the one that takes it back: an entry of an undo stack. */
export const historyStep: z.ZodType<HistoryStep> = z.strictObject({ command: projectCommand, inverse: projectCommand })
