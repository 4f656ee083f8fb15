import { z } from 'zod'
import { detectionClasses, detectionProfiles, personExtents, type Search } from '../core/detection/detection.ts'
import { type DetectionBlock, framesOfBlock } from '../core/detection/detection-blocks.ts'
import { failed, ok, type Result } from '../core/result.ts'
import { cameraMove, detection, examined, mostEntries } from './detections-file.ts'
import { readJson } from './read-json.ts'
import { clip, frame, frameCount, hash, many, rangeOf } from './schema-parts.ts'

/**
 * What the blocks of a journal depend on. `basis` stands for everything that did the work: versions, models, their settings.
 */
export type JournalHeader = {
  readonly journal: 'occlude-detection'
  readonly version: 1
  readonly clip: { readonly sha256: string; readonly frames: number }
  readonly search: Search
  readonly basis: string
}

/** What a journal holds: finished blocks, and how many UTF-16 units of its text are whole lines. */
export type JournalContent = { readonly blocks: readonly DetectionBlock[]; readonly wholeText: number }

const header = z.looseObject({
  journal: z.literal('occlude-detection'),
  version: z.literal(1),
  clip,
  search: z.object({
    profile: z.enum(detectionProfiles),
    classes: many(z.enum(detectionClasses), detectionClasses.length),
    extent: z.enum(personExtents).exactOptional(),
  }),
  basis: hash,
})

const block: z.ZodType<DetectionBlock> = z.object({
  block: frameCount,
  examined: many(examined, mostEntries),
  failed: many(rangeOf(frameCount as z.ZodType<number>), mostEntries),
  detections: many(detection, mostEntries),
  cuts: many(frame, mostEntries),
  camera: many(cameraMove, mostEntries),
})

/** A line of a journal, with its end. */
export function journalLine(content: JournalHeader | DetectionBlock): string {
  return `${JSON.stringify(content)}\n`
}

/**
 * Reads a journal (a header, then a finished block on each line) that should be of `expected`. A last line that was torn
 * when a run ended does not count. Fails with `other-clip`, `other-journal` and, where anything else is no block, `bad-json`.
 */
export function readJournal(text: string, name: string, expected: JournalHeader): Result<JournalContent> {
  const lines = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1)
  const [first, ...rest] = lines
  if (first === undefined) return text === '' ? ok({ blocks: [], wholeText: 0 }) : failed(noJournal(name))
  const begun = readJson(first, name, header)
  if (!begun.ok) return failed(noJournal(name))
  const difference = differenceBetween(begun.value, expected)
  if (difference === 'clip') return failed({ kind: 'other-clip', name })
  if (difference) return failed({ kind: 'other-journal', name, what: difference })
  const blocks = new Map<number, DetectionBlock>()
  let wholeText = first.length + 1
  for (const [at, line] of rest.entries()) {
    const read = readBlock(line, name, expected.clip.frames)
    // Power may go while a line is on its way to the disk: its length is there, its content not.
    if (!read.ok && at === rest.length - 1) break
    if (!read.ok) return failed({ kind: 'bad-json', name, at: `line ${at + 2}`, problem: 'not a finished block' })
    blocks.set(read.value.block, read.value)
    wholeText += line.length + 1
  }
  return ok({ blocks: [...blocks.values()], wholeText })
}

function noJournal(name: string) {
  return { kind: 'bad-json', name, at: 'line 1', problem: 'not the progress of a detection' } as const
}

function differenceBetween(a: z.infer<typeof header>, b: JournalHeader): 'clip' | 'search' | 'models' | null {
  if (a.clip.sha256 !== b.clip.sha256 || a.clip.frames !== b.clip.frames) return 'clip'
  if (searchText(a.search) !== searchText(b.search)) return 'search'
  return a.basis === b.basis ? null : 'models'
}

function searchText({ profile, classes, extent = undefined }: Search): string {
  return [profile, ...classes.toSorted(), extent ?? ''].join(' ')
}

/** Reads one finished block of a clip of so many frames. Fails with `bad-json`. */
export function readBlock(line: string, name: string, frames: number): Result<DetectionBlock> {
  const read = readJson(line, name, block)
  if (!read.ok) return read
  const { block: number, examined: looked, detections, failed: missed, cuts, camera } = read.value
  const [from, until] = framesOfBlock(number, frames)
  const inside = [looked, detections].every((all) => all.every((each) => each.frame >= from && each.frame < until))
  const marked = [...cuts, ...camera.map(([moved]) => moved)].every((at) => at >= from && at < until)
  const ranged = missed.every(([start, end]) => start >= from && end <= until)
  if (inside && marked && ranged) return read
  return failed({ kind: 'bad-json', name, at: `block ${number}`, problem: 'frames of another block' })
}
