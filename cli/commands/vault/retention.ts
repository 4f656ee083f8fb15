import type { OutputOf } from '../../../contract/methods/all.ts'
import { leftWords } from '../../../contract/wording/record-words.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { ClipId } from '../../../core/vault/ids.ts'
import { clipId, isId } from '../../../core/vault/ids.ts'
import type { Arguments } from '../../arguments.ts'
import { type Command, type Outcome, sharedOptions, stopped, told } from '../../command.ts'
import type { Session } from '../../session.ts'
import { momentOption } from '../../vault/asked-moment.ts'
import { columns, counted, shownDay, shownMoment, shownText } from '../../vault/shown.ts'
import { signInOptions } from '../../vault/vault-options.ts'

type ClipRow = OutputOf<'retention.approve'>

const options = [...signInOptions, sharedOptions.json]

function clipOf(text: string): Result<ClipId> {
  return isId(text) ? ok(clipId(text)) : failed({ kind: 'no-such-clip', name: text })
}

function rowsOf(clips: readonly ClipRow[]): readonly string[] {
  const rows = clips.map(({ clip, recordedOn, officer, category, retention }) => [
    clip,
    shownDay(recordedOn),
    shownText(officer),
    shownText(category),
    retention.rule,
    shownDay(retention.undoUntil ?? retention.due),
  ])
  return columns(['CLIP', 'RECORDED', 'OFFICER', 'CATEGORY', 'RULE', 'DUE OR UNDO UNTIL'], rows)
}

function clipOutcome(clip: ClipRow, line: string): Outcome {
  return told({ ...clip }, [line])
}

const evaluate: Command = {
  name: 'retention evaluate',
  group: 'vault',
  summary: 'see what is due for deletion, and put it on its way',
  operands: [],
  options: [{ name: 'as-of', value: 'DATE', help: 'only show what would change on that day' }, ...options],
  details: [
    'Judges every clip by its categories, holds and the policy profile. What is due goes into the review queue, or, where the profile',
    'says so, is marked for deletion with time for undoing. Nothing is deleted here.',
  ],
  examples: ['retention evaluate', 'retention evaluate --as-of 2027-01-01'],
  async run(args, session) {
    const asOf = momentOption(args, 'as-of', 'begin')
    if (!asOf.ok) return stopped(asOf.failure)
    const judged = await session.callVault(args, 'retention.evaluate', { asOf: asOf.value })
    if (!judged.ok) return stopped(judged.failure)
    const { changes, clips } = judged.value
    const rows = changes.map(({ clip, from, to, rule, due }) => [clip, from, to, rule, shownDay(due)])
    const verb = asOf.value === null ? 'changed' : 'would change'
    const line = `${counted(clips, 'clip')} judged, ${changes.length} ${verb}.`
    return told({ ...judged.value }, [...columns(['CLIP', 'FROM', 'TO', 'RULE', 'DUE'], rows), line])
  },
}

type Waiting = OutputOf<'retention.queue'>

/** Rows that are asked for at a time. */
const page = 1_000

/** The queue, page after page: it may be as long as the vault is large. */
async function wholeQueue(args: Arguments, session: Session): Promise<Result<Waiting>> {
  const first = await session.callVault(args, 'retention.queue', { limit: page })
  if (!first.ok) return first
  const all = { queued: [...first.value.queued], marked: [...first.value.marked] }
  for (const list of ['queued', 'marked'] as const) {
    for (let last = first.value[list]; last.length === page; ) {
      const next = await session.callVault(args, 'retention.queue', {
        of: list,
        after: last.at(-1)?.clip ?? null,
        limit: page,
      })
      if (!next.ok) return next
      last = next.value[list]
      for (const row of last) all[list].push(row)
    }
  }
  return ok(all)
}

const queue: Command = {
  name: 'retention queue',
  group: 'vault',
  summary: 'list what waits for review or deletion',
  operands: [],
  options,
  details: [
    'Lists the clips that wait for a person (queued) and those that go once the time for undoing is over (marked).',
  ],
  examples: ['retention queue --json'],
  async run(args, session) {
    const found = await wholeQueue(args, session)
    if (!found.ok) return stopped(found.failure)
    const { queued, marked } = found.value
    const lines = [
      `${counted(queued.length, 'clip')} to review`,
      ...rowsOf(queued),
      `${counted(marked.length, 'clip')} marked for deletion`,
      ...rowsOf(marked),
    ]
    return told({ queued, marked }, lines)
  },
}

const approve: Command = {
  name: 'retention approve',
  group: 'vault',
  summary: 'approve the deletion of a clip in the queue',
  operands: ['ID'],
  options,
  details: ['The time for undoing begins. Somebody else then carries the deletion out ("retention apply").'],
  examples: ['retention approve 7k3qx9v2m4n8p6rt --reason "30 days over, nothing pending"'],
  async run(args, session) {
    const clip = clipOf(args.operands[0] ?? '')
    if (!clip.ok) return stopped(clip.failure)
    const done = await session.callVault(args, 'retention.approve', { clip: clip.value })
    if (!done.ok) return stopped(done.failure)
    return clipOutcome(done.value, `May go after ${shownMoment(done.value.retention.undoUntil)}.`)
  },
}

const keep: Command = {
  name: 'retention keep',
  group: 'vault',
  summary: 'say that a clip in the queue is still necessary',
  operands: ['ID'],
  options,
  details: [
    'It leaves the queue. It comes back when its next review is due: after the review time of its category, else after the',
    "profile's default period.",
  ],
  examples: ['retention keep 7k3qx9v2m4n8p6rt --reason "civil claim announced"'],
  async run(args, session) {
    const clip = clipOf(args.operands[0] ?? '')
    if (!clip.ok) return stopped(clip.failure)
    const done = await session.callVault(args, 'retention.keep', { clip: clip.value })
    if (!done.ok) return stopped(done.failure)
    return clipOutcome(done.value, `It is kept. Next due: ${shownDay(done.value.retention.due)}.`)
  },
}

const undo: Command = {
  name: 'retention undo',
  group: 'vault',
  summary: 'bring a marked clip back',
  operands: ['ID'],
  options,
  details: ['It waits in the review queue again, and does not go by itself any more.'],
  examples: ['retention undo 7k3qx9v2m4n8p6rt --reason "asked for by a request"'],
  async run(args, session) {
    const clip = clipOf(args.operands[0] ?? '')
    if (!clip.ok) return stopped(clip.failure)
    const done = await session.callVault(args, 'retention.undo', { clip: clip.value })
    return done.ok ? clipOutcome(done.value, 'It is back, and waits for review.') : stopped(done.failure)
  },
}

function clipsOf(operands: readonly string[]): Result<readonly ClipId[] | null> {
  const clips: ClipId[] = []
  for (const text of operands) {
    const clip = clipOf(text)
    if (!clip.ok) return clip
    clips.push(clip.value)
  }
  return ok(clips.length === 0 ? null : clips)
}

const apply: Command = {
  name: 'retention apply',
  group: 'vault',
  summary: 'delete what is past its time for undoing',
  operands: [],
  optionalOperand: 'ID...',
  options,
  details: [
    'Destroys the keys of marked clips whose time for undoing is over, or of those that are named, then removes their files. What was',
    'approved by a person is carried out by another. A record stays, without content, so that a later search can be answered.',
  ],
  examples: ['retention apply', 'retention apply 7k3qx9v2m4n8p6rt'],
  async run(args, session) {
    const clips = clipsOf(args.operands)
    if (!clips.ok) return stopped(clips.failure)
    const done = await session.callVault(args, 'retention.apply', { clips: clips.value })
    if (!done.ok) return stopped(done.failure)
    const { deleted, left } = done.value
    const rows = left.map(({ clip, why }) => `${clip}  left: ${leftWords(why)}`)
    return told({ deleted, left }, [
      ...deleted.map((clip) => `${clip}  deleted`),
      ...rows,
      `${deleted.length} deleted, ${left.length} left.`,
    ])
  },
}

const deletions: Command = {
  name: 'retention deletions',
  group: 'vault',
  summary: 'list the records of what was deleted',
  operands: [],
  options,
  details: ['What stays of deleted clips: enough to answer a later search, nothing of their content.'],
  examples: ['retention deletions --json'],
  async run(args, session) {
    const found = await session.callVault(args, 'retention.deletions', { limit: 100_000 })
    if (!found.ok) return stopped(found.failure)
    return told({ deletions: found.value.deletions }, [
      `${found.value.deletions.length} deleted; --json shows the records.`,
    ])
  },
}

const confirmClock: Command = {
  name: 'retention confirm-clock',
  group: 'vault',
  summary: "vouch for the machine's clock",
  operands: [],
  options,
  details: [
    'After the clock was seen to leap nothing is deleted until a named person has checked it and says so here.',
  ],
  examples: ['retention confirm-clock --reason "compared with the wall clock"'],
  async run(args, session) {
    const done = await session.callVault(args, 'vault.confirm-clock', {})
    return done.ok
      ? told({ ...done.value }, [`Confirmed: it is ${shownMoment(done.value.now)}.`])
      : stopped(done.failure)
  },
}

/** `occlude retention ...`. */
export const retentionCommands: readonly Command[] = [
  evaluate,
  queue,
  approve,
  keep,
  undo,
  apply,
  deletions,
  confirmClock,
]
