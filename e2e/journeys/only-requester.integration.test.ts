import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyFindings } from '../../tools/request/copy-findings.ts'
import { likenessSide, showsRequester } from '../../tools/request/recognise.ts'
import { type RequestClip, requestClip } from '../../tools/request/request-clip.ts'
import { requestVault } from '../../tools/request/request-vault.ts'
import { Hands, interactionsOf } from './hands.ts'
import { approveAndDisclose, makeRedaction } from './only-requester.ts'
import { type Actor, administrator, officer, type Station, stationOver } from './words.ts'

/** Two officers without a mouse: a copy that shows and lets hear only the requester. In two minutes: only-requester.long.test.ts. */

const second: Actor = { name: 'Dan Disclosure', passphrase: 'three slow barges pass below' }

let clip: RequestClip
let station: Station
let copy = ''

beforeAll(async () => {
  clip = await requestClip(2, { width: 640, height: 360 })
  station = await stationOver((folder) =>
    requestVault(folder, clip.path, { administrator, officers: [officer, second] }),
  )
})

afterAll(() => station?.remove())

test('by keyboard alone, a new officer makes a redaction that shows only the requester, and signs it', async () => {
  const hands = new Hands(station.page)
  const { frames, spoken } = clip.truth
  const part = await makeRedaction({ station, hands }, officer, {
    frames: frames.length,
    recognising: {
      side: likenessSide,
      isRequester: ({ frame, picture }) => showsRequester(clip, frame, picture),
    },
    spoken: spoken.filter(({ speaker }) => speaker === 'requester').map(({ from, until }) => [from, until] as const),
    sound: 'marked',
    looks: 1,
  })
  expect(part.looks).toHaveLength(1)
  expect(interactionsOf(hands.effort), hands.said.join('\n')).toBeLessThan(60)
  expect(hands.effort.corrections).toBe(0)
})

test('by keyboard alone, a second person approves it, makes the copy, and writes it out of the vault', async () => {
  const hands = new Hands(station.page)
  const part = await approveAndDisclose({ station, hands }, second, clip.truth.frames.length)
  copy = part.copy
  expect(interactionsOf(hands.effort), hands.said.join('\n')).toBeLessThan(40)
})

test('the copy shows the requester and nobody else, no screen, and no name of another is heard', async () => {
  const { frames, toCover, leaks, requester, spoken } = await copyFindings(clip, copy)
  expect({ frames, toCover }).toEqual({ frames: 60, toCover: 240 })
  expect(leaks).toEqual([])
  expect(requester).toEqual({ frames: 60, shown: 60 })
  for (const { speaker, copy: loudness, clip: original } of spoken)
    if (speaker === 'requester') expect(loudness / original).toBeGreaterThan(0.9)
    else expect(loudness).toBeLessThan(0.001)
})
