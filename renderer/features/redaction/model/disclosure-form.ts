import { z } from 'zod'
import type { InputOf } from '../../../../contract/methods/all.ts'
import { tellingRowWords } from '../../../../contract/wording/schedule-words.ts'
import type { Sha256 } from '../../../../core/clips/clip-index.ts'
import { withheld } from '../../../../core/disclosure/external-schedule.ts'
import type { ExternalRow, ExternalSchedule, InternalSchedule } from '../../../../core/disclosure/schedule.ts'
import type { TellingRow } from '../../../../core/disclosure/telling-grounds.ts'

/** What the recipient is told of a row: all of it, all but its ground, or nothing. */
export type Told = 'all' | 'no-ground' | 'nothing'

/** What is held back of a row, and why. */
export type RowChoice = { readonly told: Told; readonly reason: string }

/** What a disclosure is to be, as far as somebody has said. Its passphrase is nowhere kept. */
export type DisclosureForm = {
  readonly recipient: string
  readonly route: string
  readonly reason: string
  readonly folder: string | null
  /** All in one archive that a passphrase opens. */
  readonly sealed: boolean
  /** All that could be told of a copy, and the rows whose grounds tell too much to go out; null: nobody has looked at it. */
  readonly schedule: {
    readonly copy: string
    readonly full: ExternalSchedule
    readonly sha256: Sha256
    readonly telling: readonly TellingRow[]
  } | null
  /** By number of the row. */
  readonly choices: ReadonlyMap<number, RowChoice>
}

/** Nothing is said yet. */
export const emptyForm: DisclosureForm = {
  ...{ recipient: '', route: '', reason: '', folder: null, sealed: false },
  ...{ schedule: null, choices: new Map() },
}

/** The form for a copy: what was said about the rows of another one is not said about its. */
export function formFor(form: DisclosureForm, copy: string): DisclosureForm {
  const isAbout = form.schedule === null || form.schedule.copy === copy
  return isAbout ? form : { ...form, schedule: null, choices: emptyForm.choices }
}

/** What a passphrase was typed as, twice. */
export type TypedPassphrase = { readonly once: string; readonly again: string }

const scheduleShape = z.object({ kind: z.enum(['internal', 'external']), rows: z.array(z.unknown()) })

/** The schedule of a kind, as the vault answers it; null where it is no such thing. */
export function scheduleIn(answer: unknown, kind: 'external'): ExternalSchedule | null
export function scheduleIn(answer: unknown, kind: 'internal'): InternalSchedule | null
export function scheduleIn(answer: unknown, kind: 'external' | 'internal'): unknown {
  const read = scheduleShape.safeParse(answer)
  return read.success && read.data.kind === kind ? read.data : null
}

const whole: RowChoice = { told: 'all', reason: '' }

/** What is told of a row. */
export function choiceOf({ choices }: Pick<DisclosureForm, 'choices'>, { row }: Pick<ExternalRow, 'row'>): RowChoice {
  return choices.get(row) ?? whole
}

/** Changes what is told of a row. */
export function withChoice(form: DisclosureForm, row: number, change: Partial<RowChoice>): DisclosureForm {
  const next = { ...choiceOf(form, { row }), ...change }
  return { ...form, choices: new Map(form.choices).set(row, next) }
}

/** What is held back, as the vault takes it down. */
export function heldBackOf({ choices }: Pick<DisclosureForm, 'choices'>): InputOf<'copy.disclose'>['heldBack'] {
  return [...choices]
    .filter(([, { told }]) => told !== 'all')
    .toSorted(([a], [b]) => a - b)
    .map(([row, { told, reason }]) => ({ row, what: told === 'nothing' ? 'row' : 'ground', reason: reason.trim() }))
}

/** The rows as they go out, numbered as the recipient reads them; null while nobody has looked at them. */
export function outgoingRows(form: DisclosureForm): readonly ExternalRow[] | null {
  if (form.schedule === null) return null
  const rest = withheld(form.schedule.full, heldBackOf(form))
  return rest.ok ? rest.value.rows : null
}

/** What has still to be said before anything can go out; null: nothing. */
export function stillToSay(form: DisclosureForm, { once, again }: TypedPassphrase): string | null {
  if (form.recipient.trim() === '') return 'Say to whom it goes.'
  if (form.route.trim() === '') return 'Say by which route it goes.'
  if (form.reason.trim() === '') return 'Say why it goes out.'
  if (form.folder === null) return 'Choose the folder that it is written to.'
  const unsaid = heldBackOf(form).find(({ reason }) => reason === '')
  if (unsaid) return `Say why row ${unsaid.row} is held back.`
  const telling = form.schedule?.telling.find((each) => choiceOf(form, each).told === 'all')
  if (telling)
    return `Hold back the ground of ${tellingRowWords(telling)}: it seems to name what nobody outside is told.`
  if (form.sealed && once === '') return 'Give the archive a passphrase.'
  return form.sealed && once !== again ? 'Both passphrases have to be the same.' : null
}

/** What goes out, to whom and where, in a sentence, before it does. */
export function outgoingWords(form: DisclosureForm): string {
  const what = form.sealed
    ? 'One encrypted archive with the copy, its certificate and its schedule, and a sheet that says how to open it,'
    : 'The copy, its certificate and its schedule (five files, not encrypted)'
  const held = heldBackOf(form)
  const rows = held.filter((each) => each.what === 'row').length
  const grounds = held.length - rows
  const back = [counted(rows, 'row'), counted(grounds, 'ground')].filter((part) => part !== null).join(' and ')
  const told = back === '' ? 'Nothing is held back.' : `Held back: ${back}.`
  return `${what} will go to ${form.recipient.trim()} (${form.route.trim()}), written to ${form.folder ?? ''}. ${told}`
}

function counted(count: number, unit: string): string | null {
  return count === 0 ? null : `${count} ${unit}${count === 1 ? '' : 's'}`
}
