import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { InputOf, OutputOf } from '../../contract/methods/all.ts'
import { readProfile } from '../../contract/profile-file.ts'
import type { PolicyProfile } from '../../core/policy/policy-profile.ts'
import { clipId } from '../../core/vault/ids.ts'
import { fakeIndex, nobody, standingFace } from '../fake-ports.ts'
import { approvalFault } from './copy-approval.ts'
import { paperedCopy } from './copy-papers.ts'
import { type ReviewDesk, reviewDesk, type Watcher } from './fake-review-desk.ts'
import { fakeClip } from './fake-service.ts'
import { fakeId } from './fake-vault.ts'

const essex = readProfile(
  readFileSync(join(import.meta.dirname, '../../resources/profiles/essex.json'), 'utf8'),
  'essex',
)

/** The shipped profile of Essex, or one that differs from it. */
function essexWith(redaction: Partial<PolicyProfile['redaction']> = {}): PolicyProfile {
  if (!essex.ok) throw new Error(essex.failure.kind)
  return { ...essex.value, redaction: { ...essex.value.redaction, ...redaction } }
}

type Steps = InputOf<'redaction.edit'>['steps']

const about = () => ({ clip: fakeClip().id, redaction: desk.redaction })
const doing = (command: unknown) => [{ kind: 'do', command }] as unknown as Steps
const track = (changes: object) => doing({ kind: 'edit-track', track: 't1', changes })
const sound = (decision: object) =>
  doing({
    kind: 'set-audio',
    audio: [{ kind: 'keep', fromSample: 0, untilSample: 48_000, audioTrack: 0, ...decision }],
  })

let desk: ReviewDesk
let ann: Watcher
let bob: Watcher

beforeEach(async () => {
  desk = await reviewDesk(essexWith())
  ann = await desk.watch('Ann')
  bob = await desk.watch('Bob')
})

/** The gates that are shut, as whoever asks is shown them. */
async function shut(who: Watcher): Promise<readonly string[]> {
  const answer = (await desk.ask(who.session, 'redaction.gates', about())) as OutputOf<'redaction.gates'>
  return answer.gates.filter(({ passed }) => !passed).map(({ kind }) => kind)
}

/** Everything that a copy takes. */
async function approveAll(revision = 1): Promise<void> {
  await ann.see({ revision })
  await ann.sign(revision)
  await bob.see({ revision })
  await bob.approve(revision)
}

/** Whether a copy can be shown to be what people approved. */
async function mayLeave(copy: string): Promise<boolean> {
  const { store } = desk.vault
  const papered = await paperedCopy(store, (await store.read.clip(clipId(copy))) ?? fakeClip())
  if (!papered.ok) throw new Error('a copy without its papers')
  const judged = { profile: essexWith() }
  return (await approvalFault(store.read, papered.value, judged)) === null
}

describe('a copy', () => {
  it('is made of what its author and a second person have seen, heard and signed', async () => {
    expect(await ann.see()).toEqual({ unseenFrames: 0, unheardSeconds: 0 })
    expect(await ann.sign(1)).toEqual({ approval: expect.any(String) })
    expect(await shut(bob)).toEqual(['seen-by-approver', 'approved'])
    expect(await bob.see()).toEqual({ unseenFrames: 0, unheardSeconds: 0 })
    expect(await bob.approve(1)).toEqual({ approval: expect.any(String) })
    expect(await shut(ann)).toEqual([])
    const made = (await ann.render()) as OutputOf<'redaction.render'>
    const [release] = [(made.certificate as { payload: { release: object } }).payload.release]
    expect(release).toMatchObject({
      revision: 1,
      secondCheck: 'full',
      approvals: [
        { as: 'author', role: 'disclosure-officer', nothingToHide: false },
        { as: 'approver', role: 'disclosure-officer', nothingToHide: false },
      ],
    })
    expect(JSON.stringify(release)).not.toMatch(/Ann|Bob/)
    expect(desk.vault.rows.clips).toMatchObject([{ kind: 'clip' }, { id: made.copy, kind: 'copy' }])
    expect(desk.plans[0]?.frames[5]?.regions).toHaveLength(1)
    expect(await mayLeave(made.copy)).toBe(true)
  })

  it('may leave only as long as nobody has edited what it was made from', async () => {
    await approveAll()
    const { copy } = (await ann.render()) as OutputOf<'redaction.render'>
    await ann.edit(1, track({ strength: 2 }))
    expect(await mayLeave(copy)).toBe(false)
  })

  it('may not leave without the approvals that its certificate names', async () => {
    await approveAll()
    const { copy } = (await ann.render()) as OutputOf<'redaction.render'>
    const { rows } = desk.vault
    desk.vault.rows = { ...rows, approvals: rows.approvals.filter((each) => each.as === 'author') }
    expect(await mayLeave(copy)).toBe(false)
    desk.vault.rows = { ...rows, steps: rows.steps.map((each) => ({ ...each, by: fakeId('Bob') })) }
    expect(await mayLeave(copy)).toBe(false)
    desk.vault.rows = rows
    expect(await mayLeave(copy)).toBe(true)
  })

  it('that nobody has approved may not leave', async () => {
    const sound = { rest: null, mute: [], bleep: [] }
    const asked = { keep: [], inverse: false, style: null, spans: [], blanks: [], sound, regions: null }
    const search = { profile: 'balanced', classes: ['face'] } as const
    const input = { clip: fakeClip().id, search, threads: null, models: null, project: null, asked }
    const { copy } = (await desk.ask(ann.session, 'clip.redact', input)) as OutputOf<'clip.redact'>
    expect(await mayLeave(copy)).toBe(false)
  })

  it('is not made while anything is open, and the engine is not even asked', async () => {
    expect(await ann.render()).toBe('gates-shut')
    await ann.see()
    expect(await ann.render()).toBe('gates-shut')
    await ann.sign(1)
    expect(await ann.render()).toBe('gates-shut')
    await bob.see()
    expect(await ann.render()).toBe('gates-shut')
    expect(desk.plans).toHaveLength(0)
    expect(desk.vault.rows.clips).toHaveLength(1)
    const entries = desk.vault.log.filter(({ action }) => action === 'redaction.render')
    expect(entries.map(({ outcome }) => outcome)).toEqual(Array(4).fill(['begun', 'failed']).flat())
  })
})

describe('an author cannot sign', () => {
  it('with one unseen frame', async () => {
    await ann.see({
      frames: [
        [0, 12],
        [13, 30],
      ],
    })
    expect(await ann.sign(1)).toBe('gates-shut')
    expect(await shut(ann)).toContain('seen-by-author')
    await ann.see({ frames: [[12, 13]] })
    expect(await ann.sign(1)).toEqual({ approval: expect.any(String) })
  })

  it('with unheard sound', async () => {
    await ann.edit(1, sound({ reason: 'requester' }))
    await ann.see({ revision: 2, sound: [{ audioTrack: 0, ranges: [[0, 24_000]] }] as never })
    expect(await ann.sign(2)).toBe('gates-shut')
    expect(await shut(ann)).toEqual(expect.arrayContaining(['heard-by-author']))
    await ann.see({ revision: 2 })
    expect(await ann.sign(2)).toEqual({ approval: expect.any(String) })
  })

  it.each([
    ['a kept third party without ground', track({ action: 'keep' }), 'kept-grounds'],
    ['a kept third party with a ground to hide', track({ action: 'keep', reason: 'third-party' }), 'kept-grounds'],
    ['sound kept without ground', sound({}), 'sound-grounds'],
    ['a false find without ground', track({ action: 'ignore' }), 'ignored-grounds'],
    ['a weaker style without ground', track({ style: 'blur' }), 'weaker-grounds'],
    ['parts left out without reason', doing({ kind: 'set-spans', spans: [[0, 10]] }), 'left-out-reason'],
    ['nothing hidden that nobody has owned up to', doing({ kind: 'remove-track', track: 't1' }), 'nothing-to-hide'],
  ])('with %s', async (_what, steps, gate) => {
    await ann.edit(1, steps)
    await ann.see({ revision: 2 })
    expect(await ann.sign(2)).toBe('gates-shut')
    expect(await shut(ann)).toContain(gate)
  })

  it('with a region without reason, where the class has none', async () => {
    desk = await reviewDesk(essexWith({ classReasons: {} }))
    ann = await desk.watch('Ann')
    await ann.see()
    expect(await ann.sign(1)).toBe('gates-shut')
    expect(await shut(ann)).toContain('region-reasons')
  })

  it('with metadata missing, or a detection that is not finished', async () => {
    await ann.see()
    const { rows } = desk.vault
    const [clip] = rows.clips
    if (!clip) throw new Error('no clip')
    desk.vault.rows = { ...rows, clips: [{ ...clip, metadata: { ...clip.metadata, ownerForce: null } }] }
    expect(await shut(ann)).toContain('metadata')
    desk.vault.rows = { ...rows, redactions: rows.redactions.map((each) => ({ ...each, proposed: 29 })) }
    expect(await shut(ann)).toContain('detection')
    desk.vault.rows = { ...rows, redactions: rows.redactions.map((each) => ({ ...each, examined: 29 })) }
    expect(await shut(ann)).toContain('detection')
    expect(await ann.sign(1)).toBe('gates-shut')
  })

  it('who had no hand in it, or what has moved on', async () => {
    await bob.see()
    expect(await bob.sign(1)).toBe('signature-refused')
    await ann.see()
    await ann.edit(1, track({ strength: 2 }))
    expect(await ann.sign(1)).toBe('redaction-moved')
    expect(desk.vault.rows.approvals).toEqual([])
  })
})

describe('a second person cannot approve', () => {
  beforeEach(async () => {
    await ann.see()
    await ann.sign(1)
  })

  it('who is the author, whatever they have seen', async () => {
    await ann.see()
    expect(await ann.approve(1)).toBe('signature-refused')
  })

  it('who took as much as one step', async () => {
    const steps = desk.vault.rows.steps.map((each) => ({ ...each, by: fakeId('Bob') }))
    desk.vault.rows = { ...desk.vault.rows, steps }
    await bob.see()
    expect(await bob.approve(1)).toBe('signature-refused')
  })

  it('who recorded the clip', async () => {
    const carl = await desk.watch('Carl')
    expect(await carl.see()).toMatchObject({ unseenFrames: 0 })
    expect(await carl.approve(1)).toBe('not-permitted')
    expect(desk.vault.log.at(-1)).toMatchObject({
      action: 'redaction.approve',
      outcome: 'denied',
      detail: { why: 'own-involvement' },
    })
  })

  it.each(['Sue', 'Ada'])('who has the wrong role: %s', async (name) => {
    const wrong = await desk.watch(name)
    expect(await wrong.see()).toBe('not-permitted')
    expect(await wrong.approve(1)).toBe('not-permitted')
    expect(await wrong.sign(1)).toBe('not-permitted')
    expect(await wrong.render()).toBe('not-permitted')
  })

  it('who has not seen one frame of it', async () => {
    expect(await bob.approve(1)).toBe('gates-shut')
    await bob.see({ frames: [[0, 29]] })
    expect(await bob.approve(1)).toBe('gates-shut')
    await bob.see({ frames: [[29, 30]] })
    expect(await bob.approve(1)).toEqual({ approval: expect.any(String) })
  })

  it('what the author has not signed', async () => {
    await ann.edit(1, track({ strength: 2 }))
    await bob.see({ revision: 2 })
    expect(await bob.approve(2)).toBe('gates-shut')
  })

  it('while the log cannot be written', async () => {
    await bob.see()
    desk.vault.full = true
    expect(await bob.approve(1)).toBe('disk-full')
    expect(desk.vault.rows.approvals).toHaveLength(1)
    expect(await ann.render()).toBe('disk-full')
    desk.vault.full = false
    expect(await ann.render()).toBe('gates-shut')
  })
})

describe('what was approved', () => {
  it('is void after an edit, and says so', async () => {
    await approveAll()
    await ann.edit(1, track({ strength: 2 }))
    expect(await ann.render()).toBe('gates-shut')
    const answer = (await desk.ask(bob.session, 'redaction.gates', about())) as OutputOf<'redaction.gates'>
    expect(answer.approvals.map(({ as, by, holds }) => [as, by, holds])).toEqual([
      ['author', 'Ann', false],
      ['approver', 'Bob', false],
    ])
    // The frames of the face are open again, for both, and no others.
    const covered = (await desk.ask(bob.session, 'redaction.coverage', about())) as OutputOf<'redaction.coverage'>
    expect(covered.reviewers.map(({ name, unseen }) => [name, unseen])).toEqual([
      ['Ann', [[3, 20]]],
      ['Bob', [[3, 20]]],
    ])
  })

  it('stays void when the edit is taken back', async () => {
    await approveAll()
    await ann.edit(1, track({ strength: 2 }))
    await ann.edit(2, [{ kind: 'undo' }])
    expect(await ann.render()).toBe('gates-shut')
    expect(await shut(ann)).toEqual(['signed-by-author', 'approved'])
  })

  it('is void once its second person turns out to have recorded the clip', async () => {
    await approveAll()
    const { copy } = (await ann.render()) as OutputOf<'redaction.render'>
    const { rows } = desk.vault
    const clips = rows.clips.map((each) => ({ ...each, metadata: { ...each.metadata, officer: 'Bob' } }))
    desk.vault.rows = { ...rows, clips }
    expect(await mayLeave(copy)).toBe(false)
    expect(await ann.render()).toBe('gates-shut')
    expect(await shut(ann)).toEqual(['approved'])
  })

  it('is not what a tampered record says', async () => {
    await approveAll()
    const { rows } = desk.vault
    const base = rows.redactions.map((each) => ({
      ...each,
      base: each.base.replace('"inverse":false', '"inverse":true'),
    }))
    desk.vault.rows = { ...rows, redactions: base }
    await desk.ask(ann.session, 'redaction.close', { ...about(), hold: desk.hold })
    expect(await ann.render()).toBe('gates-shut')
    const weaker = { kind: 'do', command: { kind: 'edit-track', track: 't1', changes: { action: 'ignore' } } }
    const steps = [...rows.steps.map((each) => ({ ...each, step: weaker }) as never)]
    desk.vault.rows = { ...rows, steps }
    expect(await ann.render()).toBe('gates-shut')
    expect(desk.plans).toHaveLength(0)
  })

  it('needs no second person where the profile says so', async () => {
    desk = await reviewDesk(essexWith({ secondCheck: 'single' }))
    ann = await desk.watch('Ann')
    await ann.see()
    await ann.sign(1)
    const made = (await ann.render()) as OutputOf<'redaction.render'>
    expect(made.certificate).toMatchObject({
      payload: { release: { secondCheck: 'single', approvals: [{ as: 'author' }] } },
    })
  })

  it('makes no copy that leaks', async () => {
    const leaking = standingFace(fakeIndex(), [400, 200, 60, 60])
    desk = await reviewDesk(essexWith(), { copies: [leaking, nobody(fakeIndex())] })
    ann = await desk.watch('Ann')
    bob = await desk.watch('Bob')
    await approveAll()
    expect(await ann.render()).toBe('verification-failed')
    expect(desk.plans).toHaveLength(1)
    expect(desk.vault.rows.clips).toHaveLength(1)
    expect(desk.vault.rows.objects.map(({ kind }) => kind)).toContain('report')
  })
})

describe('coverage is not believed', () => {
  it('faster than time allows', async () => {
    const long = { frames: [[0, 30] as [number, number]], sound: [] }
    // One second, at most twice as fast, with two seconds forgiven once: six seconds of it.
    for (let times = 0; times < 6; times++) expect(await ann.see(long, times === 0 ? 1 : 0)).toEqual(expect.any(Object))
    expect(await ann.see(long, 0)).toBe('coverage-refused')
    expect(desk.vault.log.at(-1)).toMatchObject({ outcome: 'failed', detail: { failure: 'coverage-refused' } })
    expect(await ann.see(long, 0.5)).toEqual(expect.any(Object))
  })

  it('faster than the profile plays', async () => {
    expect(await ann.see({ speed: 2.1 })).toBe('coverage-refused')
    expect(await ann.see({ speed: 1.6 })).toBe('coverage-refused')
    expect(await ann.see({ speed: 2, sound: [] })).toMatchObject({ unseenFrames: 0 })
  })

  it('twice for the same seconds, whatever else somebody has open', async () => {
    const second = await desk.watch('Ann')
    expect(await ann.see({ sound: [] }, 0.5)).toEqual(expect.any(Object))
    for (let times = 0; times < 4; times++) await second.see({ sound: [] }, 0)
    expect(await second.see({ sound: [] }, 0)).toBe('coverage-refused')
    expect(await ann.see({ sound: [] }, 0)).toBe('coverage-refused')
  })

  it('without bytes served', async () => {
    const opened = (await desk.ask(ann.session, 'clip.open', { clip: fakeClip().id })) as OutputOf<'clip.open'>
    const unread = { ...about(), opening: opened.opening }
    desk.wait(5_000)
    const claim = { ...unread, revision: 1, frames: [[0, 30] as [number, number]], sound: [], speed: 1 }
    expect(await desk.ask(ann.session, 'redaction.seen', claim)).toBe('coverage-refused')
    await desk.ask(ann.session, 'clip.decode-frames', {
      opening: opened.opening,
      from: 0 as never,
      until: 30,
      longestSide: null,
    })
    expect(await desk.ask(ann.session, 'redaction.seen', claim)).toEqual({ unseenFrames: 0, unheardSeconds: 0 })
  })

  it('of another clip, of nobody’s opening, or of what there is not yet', async () => {
    expect(await ann.see({ opening: bob.opening })).toBe('not-open')
    expect(await ann.see({ revision: 2 })).toBe('redaction-moved')
    await desk.ask(ann.session, 'clip.close', { opening: ann.opening })
    expect(await ann.see()).toBe('not-open')
    expect(desk.vault.rows.reviews).toEqual([])
  })

  it('counts for the redaction as it was when it was displayed', async () => {
    await ann.edit(1, track({ strength: 2 }))
    expect(await ann.see({ revision: 1 })).toMatchObject({ unseenFrames: 0 })
    const covered = (await desk.ask(ann.session, 'redaction.coverage', about())) as OutputOf<'redaction.coverage'>
    expect(covered.reviewers).toMatchObject([{ name: 'Ann', own: true, author: true, unseen: [[3, 20]] }])
  })
})
