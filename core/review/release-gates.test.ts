import { describe, expect, it } from 'vitest'
import { type ClipIndex, sha256 } from '../clips/clip-index.ts'
import { sampleVideo } from '../clips/synthetic/sample-video.ts'
import { redactionSearch } from '../detection/default-classes.ts'
import { type RedactionPolicy, strictRedactionPolicy } from '../policy/redaction-policy.ts'
import { instant } from '../ports/clock.ts'
import { newProject } from '../redaction/new-project.ts'
import type { RedactionProject, Track } from '../redaction/project.ts'
import { redactionId } from '../redaction/redaction-record.ts'
import { frameIndex, sampleIndex, seconds } from '../time.ts'
import { userId } from '../vault/ids.ts'
import { type Approval, approvedRelease, authorsOf, standingApprovals } from './approval.ts'
import { frameSignatures } from './frame-signatures.ts'
import { audibleSound } from './heard-sound.ts'
import { type Gate, type GateKind, type GatesInput, type Reviewed, releaseGates, shutGates } from './release-gates.ts'
import { nothingSeen, withSeen } from './seen-frames.ts'

const frames = 100
const rate = 8_000
const index: ClipIndex = {
  sha256: sha256('a'.repeat(64)),
  bytes: 1,
  container: 'mov',
  originSeconds: seconds(0),
  video: sampleVideo(frames, { width: 64, height: 48, displayWidth: 64, displayHeight: 48, timeBase: [1, 25] }),
  audio: [{ track: 0, codec: 'aac', sampleRate: rate, channels: 1, firstSample: sampleIndex(0), samples: 4 * rate }],
}

const policy: RedactionPolicy = {
  ...strictRedactionPolicy,
  grounds: [
    { id: 'other', title: 'Somebody else', uses: ['hide'], source: 's' },
    { id: 'duty', title: 'On duty', uses: ['keep'], source: 's' },
    { id: 'nobody', title: 'No thing', uses: ['ignore'], source: 's' },
    { id: 'context', title: 'Context', uses: ['weaker'], source: 's' },
  ],
  classReasons: { face: 'other' },
  soundReason: 'other',
  classStyles: { face: 'pixelate' },
}

const face: Track = {
  id: 't1',
  class: 'face',
  action: 'undecided',
  shape: 'rect',
  keys: [{ frame: frameIndex(10), box: [1, 1, 9, 9] }],
  untilFrame: frameIndex(20),
}

const start = { clip: { sha256: index.sha256, frames }, purpose: 'p', secret: '0123456789abcdef'.repeat(4) }
const empty = newProject({ ...start, search: { profile: 'fast', classes: ['face', 'head'] } })
const hiding: RedactionProject = { ...empty, tracks: [face] }

/** Everything of a project, as it is, seen and heard. */
function allOf(project: RedactionProject): Reviewed {
  const { values } = frameSignatures(project)
  return { seen: withSeen(nothingSeen(frames), values, [[0, frames]]), heard: audibleSound(project, index) }
}

function inputOf(project: RedactionProject, more: Partial<GatesInput> = {}): GatesInput {
  return {
    project,
    index,
    signatures: frameSignatures(project),
    policy,
    missing: [],
    examined: frames,
    author: allOf(project),
    approver: null,
    approvals: { author: null, approver: null },
    draw: null,
    saysNothingToHide: null,
    ...more,
  }
}

function shut(project: RedactionProject, more: Partial<GatesInput> = {}): readonly GateKind[] {
  return shutGates(releaseGates(inputOf(project, more)), 'signing')
}

function gateOf(kind: GateKind, project: RedactionProject, more: Partial<GatesInput> = {}): Gate {
  const found = releaseGates(inputOf(project, more)).find((each) => each.kind === kind)
  if (!found) throw new Error(`no gate ${kind}`)
  return found
}

const foundEvidence = {
  ...{ source: 'detected' as const, detections: 1, topScore: 1, meanScore: 1, gapsFilled: [], weakest: [] },
  seen: [frameIndex(10), frameIndex(19)] as const,
}

const withTrack = (changes: Partial<Track>): RedactionProject => ({
  ...empty,
  tracks: [face, { ...face, id: 't2', ...changes }],
})

describe('before the author signs', () => {
  it('undecided tracks are hidden, have the reason of their class, and need nothing', () => {
    expect(shut(hiding)).toStrictEqual([])
  })

  it.each<[GateKind, RedactionProject]>([
    ['kept-grounds', withTrack({ action: 'keep' })],
    ['kept-grounds', withTrack({ action: 'keep', person: 'Person 2', reason: 'other' })],
    ['kept-grounds', withTrack({ action: 'keep', person: 'Person 2', reason: 'context' })],
    ['ignored-grounds', withTrack({ action: 'ignore' })],
    ['ignored-grounds', withTrack({ action: 'ignore', reason: 'duty' })],
    ['weaker-grounds', withTrack({ style: 'blur' })],
    ['weaker-grounds', withTrack({ class: 'screen', style: 'pixelate', reason: 'other' })],
    ['weaker-grounds', withTrack({ strength: 0.5 })],
    ['weaker-grounds', withTrack({ margin: 0.1, evidence: foundEvidence })],
    ...(['screen', 'document', 'card', 'plate', 'text'] as const).map((name): [GateKind, RedactionProject] => [
      'weaker-grounds',
      withTrack({ class: name, style: 'blur', reason: 'other' }),
    ]),
    ['region-reasons', withTrack({ class: 'screen' })],
    ['region-reasons', withTrack({ class: 'screen', reason: '  ' })],
    ['region-reasons', { ...hiding, blanks: [{ from: frameIndex(1), until: frameIndex(2), reason: '' }] }],
    ['sound-grounds', { ...hiding, audio: [keep(0, 2)] }],
    ['sound-grounds', { ...hiding, audio: [{ ...keep(0, 2), reason: 'other' }] }],
    ['left-out-reason', { ...hiding, spans: [[frameIndex(0), frameIndex(50)]] }],
  ])('%s is shut for what lacks it', (kind, project) => {
    expect(shut(project)).toStrictEqual([kind])
    // And opens no sooner for whoever signs later.
    expect(shutGates(releaseGates(inputOf(project)), 'rendering')).toContain(kind)
  })

  it('a body that was found beside its head is no false find; a head is, and so is a body that somebody called one', () => {
    const evidence = foundEvidence
    expect(shut(withTrack({ class: 'person', action: 'ignore', evidence }))).toStrictEqual([])
    expect(shut(withTrack({ action: 'ignore', evidence }))).toStrictEqual(['ignored-grounds'])
    // What was looked for to be hidden takes a decision, whatever its class; so does an overlay, which is asked about each time.
    const asked = (name: Track['class'], search: RedactionProject['search']) =>
      shut({ ...withTrack({ class: name, action: 'ignore', evidence }), ...(search ? { search } : {}) })
    const whole = { profile: 'fast', classes: ['face', 'head', 'person'], extent: 'body' } as const
    expect(asked('person', whole)).toStrictEqual(['ignored-grounds'])
    expect(asked('person', { ...whole, extent: 'head' })).toStrictEqual([])
    expect(asked('vehicle', { profile: 'fast', classes: ['face', 'head', 'vehicle'] })).toStrictEqual([
      'ignored-grounds',
    ])
    expect(asked('overlay', undefined)).toStrictEqual(['ignored-grounds'])
    expect(shut(withTrack({ class: 'person', action: 'ignore', evidence, reason: 'x' }))).toStrictEqual([
      'ignored-grounds',
    ])
  })

  it.each<[string, RedactionProject]>([
    ['the requester is kept', withTrack({ action: 'keep', person: 'requester' })],
    ['somebody kept with a ground', withTrack({ action: 'keep', person: 'Person 2', reason: 'duty' })],
    ['a false find', withTrack({ action: 'ignore', reason: 'nobody' })],
    ['a style that the class allows', withTrack({ style: 'pixelate' })],
    ['a weaker style with a ground', withTrack({ style: 'blur', reason: 'context' })],
    ['a screen with a reason', withTrack({ class: 'screen', reason: 'other' })],
    ['sound kept with a ground', { ...hiding, audio: [{ ...keep(0, 2), reason: 'duty' }] }],
    ['a part left out with a reason', { ...hiding, spans: [[frameIndex(0), frameIndex(50)]], leftOutReason: 'scope' }],
  ])('%s: nothing is shut', (_what, project) => {
    expect(shut(project)).toStrictEqual([])
  })

  it('a ground for one track of a person holds for all of them, and for nobody else', () => {
    const person = { ...face, person: 'Person 2' }
    const kept: Track = { ...person, id: 't2', action: 'keep', reason: 'duty' }
    expect(shut({ ...empty, tracks: [{ ...face, id: 't9' }, person, kept] })).toStrictEqual([])
    const other: Track = { ...face, id: 't3', person: 'Person 3', action: 'keep' }
    expect(gateOf('kept-grounds', { ...empty, tracks: [person, kept, other] }).where.tracks).toStrictEqual(['t3'])
  })

  it('what is not disclosed needs nothing', () => {
    const leftOut = { spans: [[frameIndex(50), frameIndex(100)] as const], leftOutReason: 'scope' }
    const project = { ...withTrack({ action: 'keep' }), ...leftOut }
    expect(shut(project, { saysNothingToHide: 'author' })).toStrictEqual([])
    expect(gateOf('seen-by-author', project, { author: null }).where.frames).toStrictEqual([[50, 100]])
  })

  it('a mute needs a reason where the profile has none for sound', () => {
    const muted = { ...hiding, audio: [{ ...keep(0, 2), kind: 'mute' as const }] }
    expect(shut(muted)).toStrictEqual([])
    expect(shut(muted, { policy: { ...policy, soundReason: null } })).toStrictEqual(['mute-reasons'])
  })

  it('one unseen frame, one unheard second, missing metadata, a frame that was not examined each shut it', () => {
    const { values } = frameSignatures(hiding)
    const seen = withSeen(nothingSeen(frames), values, [
      [0, 40],
      [41, frames],
    ])
    expect(shut(hiding, { author: { seen, heard: [] } })).toStrictEqual(['seen-by-author'])
    const kept = { ...hiding, audio: [{ ...keep(0, 4), reason: 'duty' }] }
    const heard = [
      {
        audioTrack: 0,
        ranges: [
          [0, 2 * rate],
          [3 * rate, 4 * rate],
        ] as const,
      },
    ]
    expect(shut(kept, { author: { ...allOf(kept), heard } })).toStrictEqual(['heard-by-author'])
    expect(shut(hiding, { missing: ['incident'] })).toStrictEqual(['metadata'])
    expect(shut(hiding, { examined: frames - 1 })).toStrictEqual(['detection'])
    const { search: _none, ...never } = hiding
    expect(shut(never)).toStrictEqual(['detection'])
    const silent = { ...index, video: null }
    expect(shut(never, { index: silent, examined: 0, saysNothingToHide: 'author' })).toStrictEqual([])
  })

  it('a search that was narrower than its profile shuts it, and says what was not looked for', () => {
    const by = (search: RedactionProject['search']): RedactionProject => ({ ...hiding, ...(search ? { search } : {}) })
    const plates = by({ profile: 'balanced', classes: ['plate', 'card', 'screen', 'document'] })
    expect(shut(plates)).toStrictEqual(['detection-classes'])
    expect(gateOf('detection-classes', plates).where.classes).toStrictEqual(['face', 'head'])
    expect(shutGates(releaseGates(inputOf(plates)), 'rendering')).toContain('detection-classes')
    expect(shut(by({ profile: 'fast', classes: ['face', 'head'], extent: 'face' }))).toStrictEqual([
      'detection-classes',
    ])
    for (const profile of ['balanced', 'thorough'] as const)
      expect(shut(by({ profile, classes: ['face', 'head'] }))).toStrictEqual(['detection-classes'])
    expect(shut(by(redactionSearch))).toStrictEqual([])
  })

  it('an edit shuts it for just the frames that it changed', () => {
    const author = allOf(hiding)
    const edited = withTrack({ keys: [{ frame: frameIndex(70), box: [1, 1, 9, 9] }], untilFrame: frameIndex(75) })
    expect(gateOf('seen-by-author', edited, { author }).where.frames).toStrictEqual([[70, 75]])
  })

  it('a copy that hides nothing wants that said', () => {
    expect(shut(empty)).toStrictEqual(['nothing-to-hide'])
    expect(shut(empty, { saysNothingToHide: 'author' })).toStrictEqual([])
    expect(shut({ ...empty, inverse: true })).toStrictEqual([])
  })

  it('names the frames to look at first that nobody has looked at', () => {
    const evidence = {
      source: 'detected',
      detections: 8,
      topScore: 0.9,
      meanScore: 0.5,
      seen: [frameIndex(11), frameIndex(18)],
      gapsFilled: [[14, 16]],
      weakest: [{ frame: frameIndex(17), score: 0.3 }],
    } as const
    const project = { ...empty, tracks: [{ ...face, evidence }] }
    const gate = gateOf('look-here', project, { author: null })
    expect(gate.where.frames).toStrictEqual([
      [9, 10],
      [14, 15],
      [20, 21],
    ])
    expect(gateOf('look-here', project).passed).toBe(true)
  })
})

const ann = userId('annannannannanna')
const bob = userId('b0bb0bb0bb0bb0b0')
const state = { revision: 3, projectSha256: sha256('b'.repeat(64)), authors: new Set([ann]) }

function approval(as: Approval['as'], by: Approval['by'], more: Partial<Approval> = {}): Approval {
  const at = instant('2026-11-23T10:00:00.000Z')
  const given = { id: `${as}${by}`, redaction: redactionId('0'.repeat(16)), role: 'disclosure-officer', at } as const
  return { ...given, as, by, revision: 3, projectSha256: state.projectSha256, nothingToHide: false, ...more }
}

describe('approvals', () => {
  it('hold for just the revision and the project that they were given for', () => {
    const [author, approver] = [approval('author', ann), approval('approver', bob)]
    expect(standingApprovals([author, approver], state)).toStrictEqual({ author, approver })
    const none = { author: null, approver: null }
    expect(standingApprovals([author, approver], { ...state, revision: 4 })).toStrictEqual(none)
    expect(standingApprovals([author, approver], { ...state, projectSha256: sha256('c'.repeat(64)) })).toStrictEqual(
      none,
    )
  })

  it('never hold for one person twice, nor for anybody who had a hand in it', () => {
    const both = [approval('author', ann), approval('approver', ann)]
    expect(standingApprovals(both, state).approver).toBeNull()
    const helped = { ...state, authors: authorsOf({ createdBy: ann }, [{ by: null }, { by: bob }]) }
    expect(standingApprovals([approval('author', ann), approval('approver', bob)], helped).approver).toBeNull()
    expect(standingApprovals([approval('author', bob)], state).author).toBeNull()
  })

  it('are named in a certificate by role and date, and only when all are there', () => {
    const [author, approver] = [approval('author', ann), approval('approver', bob)]
    expect(approvedRelease({ author, approver: null }, state, 'full')).toBeNull()
    expect(approvedRelease({ author: null, approver }, state, 'single')).toBeNull()
    expect(approvedRelease({ author, approver: null }, state, 'single')?.approvals).toHaveLength(1)
    const release = approvedRelease({ author, approver }, state, 'full')
    expect(release?.approvals.map(({ as }) => as)).toStrictEqual(['author', 'approver'])
    expect(JSON.stringify(release)).not.toMatch(/ann|b0b/)
  })
})

describe('the second person', () => {
  const approvals = { author: approval('author', ann), approver: null }
  const stillShut = (more: Partial<GatesInput>) =>
    shutGates(releaseGates(inputOf(hiding, { approvals, ...more })), 'approving')

  it('sees and hears everything where the check is full, after the author has signed', () => {
    expect(stillShut({})).toStrictEqual(['seen-by-approver'])
    expect(stillShut({ approver: allOf(hiding) })).toStrictEqual([])
    expect(stillShut({ approver: allOf(hiding), approvals: { author: null, approver: null } })).toStrictEqual([
      'signed-by-author',
    ])
    const kept = { ...hiding, audio: [{ ...keep(0, 4), reason: 'duty' }] }
    const silent = { ...allOf(kept), heard: [] }
    expect(shutGates(releaseGates(inputOf(kept, { approvals, approver: silent })), 'approving')).toStrictEqual([
      'heard-by-approver',
    ])
  })

  it('says once more that nothing needs to be hidden', () => {
    const said = { author: approval('author', ann, { nothingToHide: true }), approver: null }
    const more = { approvals: said, approver: allOf(empty) }
    expect(shutGates(releaseGates(inputOf(empty, more)), 'approving')).toStrictEqual(['nothing-to-hide-again'])
    const again = inputOf(empty, { ...more, saysNothingToHide: 'approver' })
    expect(shutGates(releaseGates(again), 'approving')).toStrictEqual([])
    // Neither speaks for the other.
    const unsaid = inputOf(empty, { ...more, approvals, saysNothingToHide: 'approver' })
    expect(shutGates(releaseGates(unsaid), 'approving')).toStrictEqual(['nothing-to-hide'])
  })

  it('sees the frames to look at first and a share of the rest where the profile asks for that', () => {
    const long = { ...empty.clip, frames: 128 * 200 }
    const looks = { ...policy, secondCheck: 'look-here' as const }
    const project = { ...hiding, clip: long }
    const input = { ...inputOf(project), signatures: frameSignatures(project), policy: looks, approvals }
    const askedWith = (draw: string | null) =>
      releaseGates({ ...input, draw }).find(({ kind }) => kind === 'seen-by-approver')?.where.frames ?? []
    const share = (draw: string | null) =>
      askedWith(draw).reduce((sum, [from, until]) => sum + until - from, 0) / long.frames
    const draws = ['3a91c0de', '70b2f4e8'].map((word) => word.repeat(8))
    for (const draw of draws) {
      expect(share(draw)).toBeGreaterThan(0.03)
      expect(share(draw)).toBeLessThan(0.25)
    }
    expect(askedWith(draws[0] ?? '')).not.toStrictEqual(askedWith(draws[1] ?? ''))
    // Nothing that the author has tells what is drawn.
    const other = { ...input, project: { ...project, secret: 'f'.repeat(64) }, draw: draws[0] ?? '' }
    expect(releaseGates(other)).toStrictEqual(releaseGates({ ...input, draw: draws[0] ?? '' }))
    // Before the author has signed nothing is drawn.
    expect(share(null)).toBe(1)
  })

  it('is nobody where the profile says so; the author still signs', () => {
    const single = { ...policy, secondCheck: 'single' as const }
    expect(shutGates(releaseGates(inputOf(hiding, { policy: single })), 'rendering')).toStrictEqual([
      'signed-by-author',
    ])
    expect(shutGates(releaseGates(inputOf(hiding, { policy: single, approvals })), 'rendering')).toStrictEqual([])
  })

  it('has to approve before there is a copy', () => {
    const input = inputOf(hiding, { approvals, approver: allOf(hiding) })
    expect(shutGates(releaseGates(input), 'rendering')).toStrictEqual(['approved'])
  })
})

function keep(from: number, until: number) {
  const range = { fromSample: sampleIndex(from * rate), untilSample: sampleIndex(until * rate) }
  return { kind: 'keep' as const, ...range, audioTrack: 0 }
}
