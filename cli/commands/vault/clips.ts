import type { InputOf } from '../../../contract/methods/all.ts'
import { sha256 } from '../../../core/clips/clip-index.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { type Arguments, oneOf } from '../../arguments.ts'
import { type Command, sharedOptions, stopped, told } from '../../command.ts'
import { countOption, momentOption } from '../../vault/asked-moment.ts'
import { columns, counted, shownMoment, shownText } from '../../vault/shown.ts'
import { signInOptions } from '../../vault/vault-options.ts'

type Query = InputOf<'clip.list'>['query']

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

function queryOf(args: Arguments): Result<Query> {
  const from = momentOption(args, 'from', 'begin')
  if (!from.ok) return from
  const until = momentOption(args, 'until', 'end')
  if (!until.ok) return until
  const choices = choicesOf(args)
  if (!choices.ok) return choices
  const limit = countOption(args, 'limit', { least: 1, most: 1_000, fallback: 100 })
  if (!limit.ok) return limit
  return ok({
    ...textsOf(args),
    ...(args.operands.length === 0 ? {} : { text: args.operands.join(' ') }),
    ...choices.value,
    ...(from.value === null ? {} : { recordedFrom: from.value }),
    ...(until.value === null ? {} : { recordedUntil: until.value }),
    limit: limit.value,
  })
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
    { name: 'limit', value: 'N', help: 'how many (default 100, at most 1,000)' },
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
    const query = queryOf(args)
    if (!query.ok) return stopped(query.failure)
    const found = await session.callVault(args, 'clip.list', { query: query.value, keep: args.text('keep') })
    if (!found.ok) return stopped(found.failure)
    const { clips, more, restricted, deleted, searchRecord } = found.value
    if (session.json) for (const clip of clips) await session.print(`${JSON.stringify(clip)}\n`)
    const rows = clips.map((clip) => [
      clip.clip,
      clip.kind,
      shownMoment(clip.recordedOn),
      shownText(clip.officer),
      shownText(clip.category),
      shownText(clip.incident),
      clip.retention.holds > 0 ? 'held' : clip.retention.state,
    ])
    const lines = [
      ...columns(['CLIP', 'KIND', 'RECORDED', 'OFFICER', 'CATEGORY', 'INCIDENT', 'STATE'], rows),
      `${counted(clips.length, 'clip')} found${more ? '; there are more (--limit)' : ''}${deleted > 0 ? `, ${deleted} deleted before` : ''}.`,
      ...(restricted > 0 ? [`${counted(restricted, 'restricted item')} you may only know to exist.`] : []),
      ...(searchRecord === null ? [] : [`The search is kept as record ${searchRecord}.`]),
    ]
    return told({ found: clips.length, more, restricted, deleted, searchRecord }, lines)
  },
}
