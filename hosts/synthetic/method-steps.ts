import type { MethodName } from '../../contract/methods/all.ts'

/** Who works in the vault of these steps. */
export const people = {
  Ada: 'administrator',
  Dora: 'disclosure-officer',
  Ines: 'information-governance',
} as const

/** Everybody's passphrase here is this and their name. */
export function passphraseOf(name: string): string {
  return `violet kettle runs uphill ${name}`
}

/** What came of earlier steps, by method: answer and items of the last call. */
export type Memory = Map<string, { readonly output: unknown; readonly items: readonly unknown[] }>

/** One call. `works`: false where the method cannot succeed here, and its usual failure is what is compared. */
export type Step = {
  readonly name: MethodName
  readonly by: keyof typeof people
  readonly input: (memory: Memory, place: StepPlace) => unknown
  readonly works?: false
}

/** Where the steps may write, and the clip that they import. */
export type StepPlace = {
  readonly folder: string
  readonly clip: string
  readonly profileText: string
  readonly mapping: string
}

type Loose = Readonly<Record<string, unknown>>

/** Something that an earlier call answered. */
function answered(memory: Memory, name: MethodName, field: string): unknown {
  return (memory.get(name)?.output as Loose | undefined)?.[field]
}

function imported(memory: Memory): unknown {
  return (memory.get('clip.import')?.items[0] as Loose | undefined)?.['clip']
}

const nothing = () => ({})
const theClip = (memory: Memory) => ({ clip: imported(memory) })
const everywhere = { forces: 'all', areas: 'all', teams: 'all' }
const grants = (role: string) => [{ role, scope: everywhere, from: null, until: null }]
const search = { profile: 'fast', classes: ['face'] }
const engine = { threads: 2, models: null }
const undecided = {
  keep: [],
  inverse: false,
  style: null,
  spans: [],
  blanks: [],
  sound: { rest: null, mute: [], bleep: [] },
  regions: null,
}
const redaction = (memory: Memory) => ({ ...theClip(memory), search, ...engine, project: null, asked: undecided })
const opening = (memory: Memory) => ({ opening: answered(memory, 'clip.open', 'opening') })
const theRedaction = (memory: Memory) => ({
  ...theClip(memory),
  redaction: answered(memory, 'redaction.create', 'redaction'),
})
/** Everything that the profile asks for: nothing incomplete leaves. */
const complete = {
  ...{ officer: 'PC 1 Müller', place: null, recordedOn: '2026-11-01T10:00:00Z', device: 'D-1' },
  ...{ incident: 'I-1', ownerForce: 'Test Police', categories: ['routine'] },
}
const jsonOf = (memory: Memory, name: MethodName, field: string) => JSON.stringify(answered(memory, name, field))

const atClips: readonly Step[] = [
  { name: 'clip.import', by: 'Dora', input: (_memory, { clip, mapping }) => ({ paths: [clip], mapping }) },
  { name: 'clip.decode', by: 'Dora', input: nothing },
  { name: 'clip.list', by: 'Dora', input: () => ({ query: { limit: 10 }, keep: 'kept for a request' }) },
  {
    name: 'clip.edit',
    by: 'Dora',
    input: (memory) => ({ ...theClip(memory), changes: complete }),
  },
  { name: 'clip.show', by: 'Dora', input: theClip },
  { name: 'clip.posters', by: 'Dora', input: theClip },
  { name: 'clip.page-posters', by: 'Dora', input: (memory) => ({ clips: [imported(memory)] }) },
  { name: 'clip.index', by: 'Dora', input: (memory) => ({ ...theClip(memory), deep: true }) },
  { name: 'clip.open', by: 'Dora', input: theClip },
  { name: 'clip.read-range', by: 'Dora', input: (memory) => ({ ...opening(memory), start: 0, end: 3_000 }) },
  {
    name: 'clip.decode-frames',
    by: 'Dora',
    input: (memory) => ({ ...opening(memory), from: 0, until: 3, longestSide: null }),
  },
  {
    name: 'clip.decode-sound',
    by: 'Dora',
    input: (memory) => ({ ...opening(memory), track: 0, from: 0, until: 2_000 }),
  },
  {
    name: 'clip.snapshot',
    by: 'Dora',
    input: (memory) => ({ ...theClip(memory), ...opening(memory), frame: 2 }),
  },
  { name: 'clip.close', by: 'Dora', input: opening },
  { name: 'clip.clock', by: 'Dora', input: theClip },
  { name: 'clip.set-clock', by: 'Dora', input: (memory) => ({ ...theClip(memory), seconds: -61.5 }) },
  {
    name: 'clip.restrict',
    by: 'Dora',
    input: (memory) => ({ ...theClip(memory), kind: 'child', allowed: ['Dora'] }),
  },
  { name: 'clip.access', by: 'Dora', input: theClip },
  { name: 'clip.unrestrict', by: 'Dora', input: theClip },
  {
    name: 'bookmark.put',
    by: 'Dora',
    input: (memory) => ({ ...theClip(memory), bookmark: null, frame: 3, seconds: 0.12, text: 'here' }),
  },
  { name: 'bookmark.list', by: 'Dora', input: theClip },
  {
    name: 'bookmark.remove',
    by: 'Dora',
    input: (memory) => ({ ...theClip(memory), bookmark: answered(memory, 'bookmark.put', 'bookmark') }),
  },
  { name: 'filter.put', by: 'Dora', input: () => ({ name: 'mine', query: { officer: 'PC 1 Müller' } }) },
  { name: 'filter.list', by: 'Dora', input: nothing },
  { name: 'filter.remove', by: 'Dora', input: (memory) => ({ filter: answered(memory, 'filter.put', 'filter') }) },
  {
    name: 'clip.hold',
    by: 'Dora',
    input: (memory) => ({ ...theClip(memory), kind: 'sar', endsAt: '2027-01-01T00:00:00Z', reviewAt: null }),
  },
  { name: 'clip.unhold', by: 'Dora', input: (memory) => ({ ...theClip(memory), hold: null }) },
  {
    name: 'source.set',
    by: 'Dora',
    input: (memory) => ({
      ...theClip(memory),
      system: 'Evidence',
      id: 'E-1',
      category: null,
      deletionDate: '2027-02-03',
    }),
  },
  { name: 'source.tasks', by: 'Dora', input: nothing },
  { name: 'source.confirm', by: 'Dora', input: (memory) => ({ ...theClip(memory), task: null }), works: false },
  { name: 'todo.list', by: 'Dora', input: nothing },
  { name: 'history.own-clip', by: 'Dora', input: theClip },
  { name: 'session.show', by: 'Dora', input: nothing },
]

const atCopies: readonly Step[] = [
  {
    name: 'clip.detect',
    by: 'Dora',
    input: (memory) => ({ ...theClip(memory), search, ...engine, from: 0, until: null, playhead: null }),
  },
  {
    name: 'clip.track',
    by: 'Dora',
    input: (memory) => ({ ...theClip(memory), detections: jsonOf(memory, 'clip.detect', 'detections') }),
  },
  {
    name: 'clip.plan',
    by: 'Dora',
    input: (memory) => ({ ...theClip(memory), project: jsonOf(memory, 'clip.track', 'project') }),
  },
  { name: 'clip.redact', by: 'Dora', input: redaction },
  { name: 'clip.verify', by: 'Dora', input: (memory) => ({ ...theClip(memory), signer: null, ...engine }) },
]

const atRedactions: readonly Step[] = [
  {
    name: 'redaction.create',
    by: 'Dora',
    input: (memory) => ({ ...theClip(memory), purpose: 'a request' }),
  },
  { name: 'redaction.open', by: 'Dora', input: theRedaction },
  {
    name: 'redaction.edit',
    by: 'Dora',
    input: (memory) => ({
      ...theRedaction(memory),
      revision: 0,
      steps: [{ kind: 'do', command: { kind: 'add-blank', blank: { from: 0, until: 2, reason: 'a test' } } }],
    }),
  },
  { name: 'redaction.steps', by: 'Dora', input: (memory) => ({ ...theRedaction(memory), after: 0, limit: 10 }) },
  { name: 'redaction.policy', by: 'Dora', input: nothing },
  { name: 'clip.open', by: 'Dora', input: theClip },
  {
    name: 'redaction.seen',
    by: 'Dora',
    input: (memory) => ({
      ...theRedaction(memory),
      ...opening(memory),
      ...{ revision: 0, frames: [], sound: [{ audioTrack: 0, ranges: [] }], speed: 1 },
    }),
  },
  { name: 'redaction.coverage', by: 'Dora', input: theRedaction },
  { name: 'redaction.gates', by: 'Dora', input: theRedaction },
  {
    name: 'redaction.sign',
    by: 'Dora',
    input: (memory) => ({ ...theRedaction(memory), revision: 1, nothingToHide: false }),
    works: false,
  },
  {
    name: 'redaction.approve',
    by: 'Dora',
    input: (memory) => ({ ...theRedaction(memory), revision: 1, nothingToHide: false }),
    works: false,
  },
  { name: 'redaction.trial', by: 'Dora', input: (memory) => ({ ...theRedaction(memory), ...engine }) },
  {
    name: 'redaction.tried',
    by: 'Dora',
    input: theRedaction,
  },
  {
    name: 'redaction.render',
    by: 'Dora',
    input: (memory) => ({ ...theRedaction(memory), ...engine }),
    works: false,
  },
  { name: 'clip.close', by: 'Dora', input: opening },
  {
    name: 'redaction.propose',
    by: 'Dora',
    input: (memory) => ({ ...theRedaction(memory), search, ...engine, playhead: 2 }),
  },
  { name: 'redaction.stop', by: 'Dora', input: theRedaction },
  { name: 'redaction.listen', by: 'Dora', input: theRedaction },
  {
    name: 'redaction.follow',
    by: 'Dora',
    input: (memory) => ({
      ...theRedaction(memory),
      region: { shape: 'rect', keys: [{ frame: 0, box: [40, 40, 60, 50] }], untilFrame: 3 },
      ...{ directions: ['forward'], from: null, until: null, backTo: 0 },
    }),
  },
  { name: 'redaction.list', by: 'Dora', input: theClip },
  {
    name: 'redaction.queue',
    by: 'Dora',
    input: (memory) => ({ ...theClip(memory), purpose: 'request 12', search }),
  },
  { name: 'redaction.unqueue', by: 'Dora', input: () => ({ only: null }) },
  {
    name: 'redaction.close',
    by: 'Dora',
    input: (memory) => ({ ...theRedaction(memory), hold: answered(memory, 'redaction.open', 'hold') }),
  },
]

const theCopy = (memory: Memory) => ({ clip: answered(memory, 'clip.redact', 'copy') })

const atDisclosures: readonly Step[] = [
  {
    name: 'copy.schedule',
    by: 'Dora',
    input: (memory) => ({ ...theCopy(memory), kind: 'external', heldBack: [], keep: true }),
  },
  {
    name: 'copy.disclose',
    by: 'Dora',
    input: (memory, { folder }) => ({
      ...theCopy(memory),
      ...{ folder, recipient: 'J. Public', route: 'by hand', heldBack: [], passphrase: null, ...engine },
    }),
    works: false,
  },
  { name: 'disclosure.list', by: 'Dora', input: () => ({ clip: null, text: null, offset: 0, limit: 100 }) },
  { name: 'audit.disclosures', by: 'Ada', input: () => ({ clip: null, text: null, offset: 0, limit: 100 }) },
]

const atRetention: readonly Step[] = [
  { name: 'retention.evaluate', by: 'Ines', input: () => ({ asOf: '2030-01-01T00:00:00Z' }) },
  { name: 'retention.queue', by: 'Ines', input: nothing },
  { name: 'retention.page', by: 'Ines', input: () => ({ of: 'queued', offset: 0, limit: 10 }) },
  { name: 'retention.approve', by: 'Ines', input: theClip, works: false },
  { name: 'retention.keep', by: 'Ines', input: theClip, works: false },
  { name: 'retention.undo', by: 'Ines', input: theClip, works: false },
  { name: 'retention.apply', by: 'Ines', input: () => ({ clips: null }) },
  { name: 'retention.deletions', by: 'Ines', input: () => ({ limit: 10 }) },
  { name: 'vault.confirm-clock', by: 'Ines', input: nothing },
  { name: 'vault.confirm-profile', by: 'Ines', input: () => ({ until: '2027-03-01' }) },
  { name: 'vault.profile', by: 'Ines', input: (_memory, { profileText }) => ({ profileText }) },
  { name: 'notice.list', by: 'Ines', input: nothing },
  { name: 'notice.seen', by: 'Ines', input: () => ({ notice: 'aaaaaaaaaaaaaaaa' }), works: false },
]

const atVault: readonly Step[] = [
  { name: 'user.list', by: 'Ada', input: nothing },
  {
    name: 'user.add',
    by: 'Ada',
    input: () => ({ name: 'Olaf', grants: grants('officer'), passphrase: passphraseOf('Olaf') }),
  },
  { name: 'user.known-as', by: 'Ada', input: () => ({ name: 'Olaf', knownAs: ['PC 12'] }) },
  { name: 'user.role', by: 'Ada', input: () => ({ name: 'Olaf', grants: grants('auditor') }) },
  { name: 'user.disable', by: 'Ada', input: () => ({ name: 'Olaf' }) },
  {
    name: 'user.recover',
    by: 'Ada',
    input: () => ({ name: 'Olaf', shares: ['A', 'B'], newPassphrase: passphraseOf('O') }),
    works: false,
  },
  {
    name: 'user.passphrase',
    by: 'Ada',
    input: () => ({ oldPassphrase: passphraseOf('Ada'), newPassphrase: passphraseOf('Ada B') }),
  },
  { name: 'vault.status', by: 'Ada', input: nothing },
  { name: 'vault.check', by: 'Ada', input: nothing },
  { name: 'vault.rotate', by: 'Ada', input: nothing },
  { name: 'vault.backup', by: 'Ada', input: (_memory, { folder }) => ({ out: `${folder}/backup` }) },
  { name: 'audit.verify', by: 'Ada', input: () => ({ incremental: false, anchors: [] }) },
  {
    name: 'audit.list',
    by: 'Ada',
    input: () => ({ purpose: 'lawfulness', from: 0, limit: 10, user: null, clip: null }),
  },
  { name: 'audit.prove', by: 'Ada', input: () => ({ seq: 3, consistencyFrom: 2 }) },
  {
    name: 'audit.export',
    by: 'Ada',
    input: (_memory, { folder }) => ({ purpose: 'lawfulness', out: `${folder}/log` }),
  },
]

/** Every method of the table at least once, in an order in which they can succeed. */
export const steps: readonly Step[] = [
  ...atClips,
  ...atCopies,
  ...atRedactions,
  ...atDisclosures,
  ...atRetention,
  ...atVault,
]

/** Adds a person with a role that is good everywhere. */
export function additionOf(name: keyof typeof people): unknown {
  return { name, grants: grants(people[name]), passphrase: passphraseOf(name) }
}
