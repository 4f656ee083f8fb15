import { expect, test } from 'vitest'
import { failed, ok } from '../../../core/result.ts'
import { type LoadPosters, Posters } from './posters.ts'

/** A vault whose answers come when they are let; pictures are counted. */
function desk() {
  const asked: { readonly clips: readonly string[]; readonly answer: (fails?: boolean) => void }[] = []
  const made = new Set<string>()
  const load: LoadPosters = (clips) =>
    new Promise((resolve) => {
      const posters = clips.map((clip) => ({ clip, distressing: false, frame: 0, png: clip }))
      asked.push({ clips, answer: (fails) => resolve(fails ? failed({ kind: 'vault-locked' }) : ok(posters)) })
    })
  const posters = new Posters(load, {
    make: (png) => {
      made.add(png)
      return png
    },
    release: (url) => void made.delete(url),
  })
  const settle = async (fails = false): Promise<void> => {
    for (const { answer } of asked.splice(0)) answer(fails)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { posters, asked, made, settle }
}

const clips = (from: number, until: number) => Array.from({ length: until - from }, (_, at) => `clip ${from + at}`)

test('only what is in sight when an answer came is asked for next: nothing that was scrolled past', async () => {
  const { posters, asked, settle } = desk()
  posters.want(clips(0, 10))
  posters.want(clips(100, 110))
  posters.want(clips(200, 210))
  expect(asked.map((each) => each.clips[0])).toEqual(['clip 0'])
  await settle()
  expect(asked.map((each) => each.clips)).toEqual([clips(200, 210)])
  await settle()
  expect([posters.posterOf('clip 205')?.url, posters.posterOf('clip 105')]).toEqual(['clip 205', null])
})

test('no question is longer than the vault takes, and nothing is asked for twice', async () => {
  const { posters, asked, settle } = desk()
  posters.want(clips(0, 100))
  expect(asked[0]?.clips.length).toBe(60)
  await settle()
  expect(asked[0]?.clips).toEqual(clips(60, 100))
  await settle()
  posters.want(clips(0, 100))
  expect(asked).toEqual([])
})

test('the pictures that are kept stay few, and all go in the end', async () => {
  const { posters, made, settle } = desk()
  for (let from = 0; from < 3_000; from += 50) {
    posters.want(clips(from, from + 50))
    await settle()
  }
  expect(made.size).toBe(600)
  expect(posters.posterOf('clip 2999')?.url).toBe('clip 2999')
  posters.close()
  expect(made.size).toBe(0)
})

test('a failure is told, and the next look asks again', async () => {
  const { posters, asked, settle } = desk()
  posters.want(clips(0, 5))
  await settle(true)
  expect(posters.state().failure).toEqual({ kind: 'vault-locked' })
  posters.want(clips(0, 5))
  expect(asked.length).toBe(1)
  await settle()
  expect(posters.state().failure).toBeNull()
})
