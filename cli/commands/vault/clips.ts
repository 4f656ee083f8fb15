import type { InputOf, OutputOf } from '../../../contract/methods/all.ts'
import { sha256 } from '../../../core/clips/clip-index.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { clipId } from '../../../core/vault/ids.ts'
import { type Arguments, oneOf } from '../../arguments.ts'
import { type Command, sharedOptions, stopped, told } from '../../command.ts'
import type { Session } from '../../session.ts'
import { countOption, momentOption } from '../../vault/asked-moment.ts'
import { columns, counted, shownMoment, shownText } from '../../vault/shown.ts'
import { signInOptions } from '../../vault/vault-options.ts'

type Query = InputOf<'clip.list'>['query']
type Page = OutputOf<'clip.list'>

/** How many clips are asked for at once. */
const pageSize = 1_000

/** A search as it was asked for: `most` clips of it, however many pages they fill. */
type Asked = { readonly query: Omit<Query, 'limit' | 'after'>; readonly most: number }

const textFilters = {
  text: 'text',
  officer: 'officer',
  device: 'device',
  category: 'category',
  incident: 'incident',
  place: 'place',
  force: 'ownerForce',
} as const

function textsOf(args: Arguments): Partial<Query> {
  const given = Object.entries(textFilters).flatMap(([option, field]) => {
    const value = args.text(option)
    return value === null ? [] : [[field, value] as const]
  })
  return Object.fromEntries(given)
}

function choicesOf(args: Arguments): Result<Partial<Query>> {
  const expiry = oneOf(args, 'state', { choices: ['kept', 'queued', 'marked'], fallback: 'kept' })
  if (!expiry.ok) return expiry
  const kind = oneOf(args, 'kind', { choices: ['clip', 'copy'], fallback: 'clip' })
  if (!kind.ok) return kind
  const hash = args.text('sha256')
  if (hash !== null && !/^[0-9a-f]{64}$/.test(hash))
    return failed({ kind: 'usage', detail: '--sha256 is 64 digits and letters a to f' })
  return ok({
    ...(args.text('state') === null ? {} : { expiry: expiry.value }),
    ...(args.text('kind') === null ? {} : { kind: kind.value }),
    ...(hash === null ? {} : { sha256: sha256(hash) }),
    ...(args.flag('held') ? { held: true } : {}),
    ...(args.flag('missing') ? { missing: true } : {}),
    ...(args.flag('unindexed') ? { unindexed: true } : {}),
  })
}

function queryOf(args: Arguments): Result<Asked> {
  const from = momentOption(args, 'from', 'begin')
  if (!from.ok) return from
  const until = momentOption(args, 'until', 'end')
  if (!until.ok) return until
  const choices = choicesOf(args)
  if (!choices.ok) return choices
  const limit = countOption(args, 'limit', { least: 1, most: 1_000_000, fallback: Number.POSITIVE_INFINITY })
  if (!limit.ok) return limit
  const query = {
    ...textsOf(args),
    ...(args.operands.length === 0 ? {} : { text: args.operands.join(' ') }),
    ...choices.value,
    ...(from.value === null ? {} : { recordedFrom: from.value }),
    ...(until.value === null ? {} : { recordedUntil: until.value }),
  }
  return ok({ query, most: limit.value })
}

const heading = ['CLIP', 'KIND', 'RECORDED', 'OFFICER', 'CATEGORY', 'INCIDENT', 'STATE']

function rowOf({ clip, kind, recordedOn, officer, category, incident, retention }: Page['clips'][number]) {
  const state = retention.holds > 0 ? 'held' : retention.state
  return [clip, kind, shownMoment(recordedOn), shownText(officer), shownText(category), shownText(incident), state]
}

async function printPage({ clips }: Page, session: Session, isFirst: boolean): Promise<void> {
  const lines = session.json
    ? clips.map((clip) => JSON.stringify(clip))
    : columns(heading, clips.map(rowOf)).slice(isFirst ? 0 : 1)
  if (lines.length > 0) await session.print(`${lines.join('\n')}\n`)
}

/** What all pages together came to. */
type Found = {
  readonly found: number
  readonly more: boolean
  readonly restricted: number
  readonly deleted: number
  /** A signed record of each page, where the search is kept. */
  readonly searchRecords: readonly string[]
}

/** Prints page after page, each before the next one is asked for, so that memory stays flat. */
async function printPages(args: Arguments, session: Session, { query, most }: Asked): Promise<Result<Found>> {
  let sum: Found = { found: 0, more: true, restricted: 0, deleted: 0, searchRecords: [] }
  let after: Pick<Query, 'after'> = {}
  while (sum.more && sum.found < most) {
    const limit = Math.min(pageSize, most - sum.found)
    const asked = { query: { ...query, ...after, limit }, keep: args.text('keep') }
    const page = await session.callVault(args, 'clip.list', asked)
    if (!page.ok) return page
    await printPage(page.value, session, sum.found === 0)
    const { clips, more, restricted, deleted, searchRecord } = page.value
    const last = clips.at(-1)
    sum = {
      found: sum.found + clips.length,
      more: more && last !== undefined,
      restricted: sum.restricted + restricted,
      deleted,
      searchRecords: searchRecord === null ? sum.searchRecords : [...sum.searchRecords, searchRecord],
    }
    if (last) after = { after: clipId(last.clip) }
  }
  return ok(sum)
}

/** `occlude clips`. */
export const clipsCommand: Command = {
  name: 'clips',
  group: 'vault',
  summary: 'find clips in the vault',
  operands: [],
  optionalOperand: 'WORD...',
  options: [
    { name: 'text', value: 'WORDS', help: 'words, or their beginnings, in any field' },
    { name: 'officer', value: 'TEXT', help: 'who recorded it' },
    { name: 'device', value: 'TEXT', help: 'the camera' },
    { name: 'category', value: 'NAME', help: 'a retention category' },
    { name: 'incident', value: 'TEXT', help: 'the incident' },
    { name: 'place', value: 'TEXT', help: 'where' },
    { name: 'force', value: 'NAME', help: 'the force that owns it' },
    { name: 'from', value: 'DATE', help: 'recorded on this day or later' },
    { name: 'until', value: 'DATE', help: 'recorded on this day or earlier' },
    { name: 'state', value: 'kept|queued|marked', help: 'where it stands on its way to deletion' },
    { name: 'kind', value: 'clip|copy', help: 'clips, or redacted copies' },
    { name: 'sha256', value: 'HASH', help: 'the clip with exactly these bytes' },
    { name: 'held', value: null, help: 'only what is held' },
    { name: 'missing', value: null, help: 'only what lacks metadata' },
    { name: 'unindexed', value: null, help: 'only what could not be read' },
    { name: 'limit', value: 'N', help: 'at most so many (default all)' },
    {
      name: 'keep',
      value: 'PURPOSE',
      help: 'keep the search as a signed record: what was looked for, found, and deleted before',
    },
    ...signInOptions,
    sharedOptions.json,
  ],
  details: ['Lists what your role may see, newest first. Everything given has to hold. No pictures are shown.'],
  examples: ['clips --officer "PC 1234" --from 2026-11-01', 'clips --text "market street" --keep "SAR 12" --json'],
  async run(args, session) {
    const asked = queryOf(args)
    if (!asked.ok) return stopped(asked.failure)
    const listed = await printPages(args, session, asked.value)
    if (!listed.ok) return stopped(listed.failure)
    const { found, more, restricted, deleted, searchRecords } = listed.value
    const lines = [
      `${counted(found, 'clip')} found${more ? '; there are more (--limit)' : ''}${deleted > 0 ? `, ${deleted} deleted before` : ''}.`,
      ...(restricted > 0 ? [`${counted(restricted, 'restricted item')} you may only know to exist.`] : []),
      ...searchRecords.map((record) => `The search is kept as record ${record}.`),
    ]
    return told({ found, more, restricted, deleted, searchRecord: searchRecords[0] ?? null, searchRecords }, lines)
  },
}
