import process from 'node:process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CopyFindings, copyFindings } from '../../tools/request/copy-findings.ts'
import { likenessSide, showsRequester } from '../../tools/request/recognise.ts'
import { type RequestClip, requestClip } from '../../tools/request/request-clip.ts'
import { requestVault } from '../../tools/request/request-vault.ts'
import { Hands, interactionsOf } from './hands.ts'
import { type AuthorsPart, approveAndDisclose, makeRedaction } from './only-requester.ts'
import { type Actor, administrator, officer, type Station, stationOver } from './words.ts'

/** As only-requester.integration.test.ts, on two minutes with six people of whom one leaves and comes back; the work is counted. */

const second: Actor = { name: 'Dan Disclosure', passphrase: 'three slow barges pass below' }

let clip: RequestClip
let station: Station
let copy = ''

beforeAll(async () => {
  clip = await requestClip(120, { width: 640, height: 360 })
  station = await stationOver((folder) =>
    requestVault(folder, clip.path, { administrator, officers: [officer, second] }),
  )
})

afterAll(() => station?.remove())

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

function effortWords({ effort }: Hands): string {
  const { presses, texts, moves, corrections } = effort
  return `${interactionsOf(effort)} interactions (${presses} presses, ${texts} texts; ${corrections} of them corrections), beside ${moves} presses of Tab`
}

function sayPart(hands: Hands, { cards, joined, looks, trials, plays }: AuthorsPart): void {
  say(`author: ${effortWords(hands)}`)
  say(`  ${cards} cards until the requester, ${joined} more of theirs, ${trials} copies tried, ${plays} times watched`)
  say(`  frames to look at first:\n    ${looks.join('\n    ')}`)
  say(`  ${hands.said.join('\n  ')}`)
}

test('a new officer makes a redaction that shows only the requester, within 60 interactions', async () => {
  const hands = new Hands(station.page)
  const { frames, spoken } = clip.truth
  const part = await makeRedaction({ station, hands }, officer, {
    frames: frames.length,
    recognising: { side: likenessSide, isRequester: ({ frame, picture }) => showsRequester(clip, frame, picture) },
    spoken: spoken.filter(({ speaker }) => speaker === 'requester').map(({ from, until }) => [from, until] as const),
    sound: 'found',
    looks: 4,
  })
  sayPart(hands, part)
  expect(interactionsOf(hands.effort)).toBeLessThan(60)
})

test('a second person approves it, makes the copy, and discloses it', async () => {
  const hands = new Hands(station.page)
  const part = await approveAndDisclose({ station, hands }, second, clip.truth.frames.length)
  copy = part.copy
  say(`second person: ${effortWords(hands)}; ${part.plays} times watched`)
})

function findingsWords({ frames, toCover, leaks, requester }: CopyFindings): string {
  const worst = leaks.toSorted((a, b) => a.covered - b.covered).slice(0, 10)
  return [
    `copy: ${frames} frames, ${leaks.length} of ${toCover} faces and screens less than nine tenths covered`,
    ...worst.map(({ frame, what, covered }) => `  frame ${frame}: ${what}, ${Math.round(covered * 100)} %`),
    `  the requester is to be seen in ${requester.shown} of ${requester.frames} frames`,
  ].join('\n')
}

test('the copy shows the requester and nobody else, no screen, and no name of another is heard', async () => {
  const findings = await copyFindings(clip, copy)
  say(findingsWords(findings))
  expect(findings.leaks).toEqual([])
  expect(findings.requester.shown / findings.requester.frames).toBeGreaterThan(0.8)
  for (const { speaker, copy: loudness, clip: original } of findings.spoken)
    if (speaker === 'requester') expect(loudness / original).toBeGreaterThan(0.9)
    else expect(loudness).toBeLessThan(0.001)
})
