import type { CalendarDay } from '../calendar.ts'
import type { Instant } from '../ports/clock.ts'
import type { Result } from '../result.ts'
import { type ClipMetadata, mostCategories, noMetadata, type StatedStore } from './clip-metadata.ts'
import type { MappedField, Mapping } from './mapping.ts'
import { oneLine } from './one-line.ts'
import { readDay, readMoment } from './read-date.ts'
import type { ReadSidecar, SidecarValue } from './sidecar.ts'
import { type SidecarFields, sidecarFields } from './sidecar-fields.ts'
import type { NoteReason, SidecarNote } from './sidecar-note.ts'

/** What the sidecars of a clip come to. */
export type MappedSidecars = { readonly metadata: ClipMetadata; readonly notes: readonly SidecarNote[] }

type TextField = Exclude<MappedField, 'recordedOn' | 'recordedUntil' | 'deletionDate' | 'preEventSeconds' | 'category'>

/** What sidecars say, field by field. */
type Stated = {
  readonly [Field in TextField]?: string
} & {
  readonly recordedOn?: Instant
  readonly recordedUntil?: Instant
  readonly deletionDate?: CalendarDay
  readonly preEventSeconds?: number
  readonly category?: readonly string[]
}

type Remark = (field: MappedField | null, why: NoteReason) => void

type Source = { readonly fields: SidecarFields; readonly mapping: Mapping; readonly remark: Remark }

const longestPreEvent = 3600

function secondsIn(text: string): Result<number, NoteReason> {
  const clock = /^(\d{1,2}):(\d\d):(\d\d)$/.exec(text)
  const plain = /^(\d{1,5}(?:\.\d{1,6})?) ?(?:s|secs?|seconds?)?$/i.exec(text)
  const seconds = clock
    ? Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3])
    : Number(plain ? plain[1] : Number.NaN)
  return seconds <= longestPreEvent ? { ok: true, value: seconds } : { ok: false, failure: 'not-seconds' }
}

function joinedText<T>(texts: readonly string[], read: (text: string) => Result<T, NoteReason>): T | undefined {
  const value = read(texts.join('; '))
  return value.ok ? value.value : undefined
}

/** The most trusted place of a field whose one value can be read. What could not be is remarked on. */
function stated<T>(source: Source, field: MappedField, read: (text: string) => Result<T, NoteReason>): T | undefined {
  for (const place of source.mapping.fields[field] ?? []) {
    const texts = new Set(source.fields.at(place).map((text) => text.trim()))
    texts.delete('')
    const [text] = texts
    if (text === undefined) continue
    if (texts.size > 1 && field === 'storeCategory') return joinedText([...texts], read)
    if (texts.size > 1) {
      source.remark(field, 'several')
      continue
    }
    const value = read(text)
    if (value.ok) return value.value
    source.remark(field, value.failure)
  }
  return undefined
}

function statedText(source: Source, field: TextField): string | undefined {
  const line = stated(source, field, (text) => ({ ok: true, value: oneLine(text) }))
  if (line?.cut) source.remark(field, 'cut')
  return line?.text || undefined
}

/** Categories by our names where the mapping knows them, in any case of letters, else as given. */
function statedCategories(source: Source): readonly string[] | undefined {
  const { mapping, fields } = source
  const known = new Map(Object.entries(mapping.categories).map(([theirs, ours]) => [theirs.toLowerCase(), ours]))
  for (const place of mapping.fields.category ?? []) {
    const texts = fields.at(place)
    const names =
      mapping.categorySeparator === null
        ? texts
        : texts.flatMap((text) => text.split(String(mapping.categorySeparator)))
    const lines = names.map(oneLine).filter(({ text }) => text !== '')
    if (lines.length === 0) continue
    if (lines.some(({ cut }) => cut)) source.remark('category', 'cut')
    return [...new Set(lines.map(({ text }) => known.get(text.toLowerCase()) ?? text))]
  }
  return undefined
}

const textFields: readonly TextField[] = [
  'officer',
  'device',
  'incident',
  'place',
  'ownerForce',
  'area',
  'team',
  'sourceId',
  'storeSystem',
  'storeId',
  'storeCategory',
]

/** Without the fields that nothing was found for. */
function given<T extends object>(fields: { readonly [Key in keyof T]: T[Key] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T
}

function statedIn(mapping: Mapping, content: SidecarValue, remark: Remark): Stated {
  const fields = sidecarFields(content, mapping.wrappers)
  if (!fields.complete) remark(null, 'not-all-read')
  const source: Source = { fields, mapping, remark }
  const moment = (text: string) => readMoment(text, mapping)
  const texts = Object.fromEntries(textFields.map((field) => [field, statedText(source, field)]))
  return given<Stated>({
    ...texts,
    recordedOn: stated(source, 'recordedOn', moment),
    recordedUntil: stated(source, 'recordedUntil', moment),
    deletionDate: stated(source, 'deletionDate', (text) => readDay(text, mapping)),
    preEventSeconds: stated(source, 'preEventSeconds', secondsIn),
    category: statedCategories(source),
  })
}

/** Adds what a later sidecar says: it fills gaps, and adds its categories; where it differs, the earlier one stands. */
function joined(earlier: Stated, later: Stated, remark: Remark): Stated {
  for (const field of Object.keys(earlier) as (keyof Stated)[]) {
    const differs = field !== 'category' && later[field] !== undefined && later[field] !== earlier[field]
    if (differs) remark(field, 'contradicted')
  }
  const category = [...new Set([...(earlier.category ?? []), ...(later.category ?? [])])]
  return { ...later, ...earlier, ...(category.length > 0 ? { category } : {}) }
}

/** Where the clip officially lives: the system that a sidecar names, else the one that the mapping stands for. */
function storeOf(all: Stated, mapping: Mapping): StatedStore | null {
  const system = all.storeSystem ?? mapping.storeSystem
  if (system === null || Object.keys(all).length === 0) return null
  const { storeId, storeCategory, deletionDate } = all
  return { system, id: storeId ?? null, category: storeCategory ?? null, deletionDate: deletionDate ?? null }
}

function metadataOf(all: Stated, mapping: Mapping): ClipMetadata {
  const { category, storeSystem: _system, storeId: _id, storeCategory: _category, deletionDate: _day, ...rest } = all
  return {
    ...noMetadata,
    ...rest,
    categories: (category ?? []).slice(0, mostCategories),
    storeOfRecord: storeOf(all, mapping),
  }
}

/**
 * What sidecars say about a clip, by a mapping, and what of it was not taken. Total, whatever their content. Earlier
 * sidecars are trusted more than later ones. Nothing is guessed: a value that could mean two things is left out and noted.
 */
export function mapSidecar(mapping: Mapping, sidecars: readonly ReadSidecar[]): MappedSidecars {
  const notes: SidecarNote[] = []
  let all: Stated = {}
  let last = ''
  const remark: Remark = (field, why) => notes.push({ document: last, field, why })
  for (const { document, content } of sidecars) {
    if (content === null) continue
    last = document.name
    all = joined(all, statedIn(mapping, content, remark), remark)
  }
  if (all.recordedOn && all.recordedUntil && Date.parse(all.recordedUntil) < Date.parse(all.recordedOn)) {
    remark('recordedUntil', 'reversed')
    const { recordedUntil: _reversed, ...rest } = all
    all = rest
  }
  if ((all.category?.length ?? 0) > mostCategories) remark('category', 'too-many')
  return { metadata: metadataOf(all, mapping), notes }
}
