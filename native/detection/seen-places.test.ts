import { describe, expect, it } from 'vitest'
import type { Box } from '../../core/geometry/shape.ts'
import { closeInput, isWholeIn, planCloseLooks } from './close-looks.ts'
import { SeenPlaces } from './seen-places.ts'

const picture = { width: 1920, height: 1080 }
const none: ReadonlySet<number> = new Set()

function seen(box: Box, score = 0.9) {
  return { box, score, start: 0.3 }
}

/** Paths that have seen these boxes in so many frames, two frames apart. */
function placesAfter(looks: readonly (readonly ReturnType<typeof seen>[])[]): SeenPlaces {
  const places = new SeenPlaces(picture)
  for (const look of looks) {
    places.observe(look, none)
    places.advance([0, 0])
    places.advance([0, 0])
  }
  return places
}

const large: Box = [400, 300, 120, 150]
const small: Box = [1000, 500, 24, 30]

describe('paths are uncertain', () => {
  it('not of what is large, strong and there all the time', () => {
    expect(placesAfter([[seen(large)], [seen(large)], [seen(large)]]).uncertain()).toEqual([])
  })

  it('of what is new, small, weak or just lost', () => {
    expect(placesAfter([[seen(large)]]).uncertain()).toHaveLength(1)
    expect(placesAfter([[seen(small)], [seen(small)], [seen(small)]]).uncertain()).toEqual([{ id: 0, box: small }])
    expect(placesAfter([[seen(large)], [seen(large)], [seen(large, 0.2)]]).uncertain()).toHaveLength(1)
    expect(placesAfter([[seen(large)], [seen(large)], []]).uncertain()).toEqual([{ id: 0, box: large }])
  })

  it('what was lost before what is weak, before what is small', () => {
    const weak: Box = [50, 50, 90, 90]
    const before = [seen(small), seen(weak), seen(large)]
    const places = placesAfter([before, before, [seen(small), seen(weak, 0.2)]])
    expect(places.uncertain().map(({ box }) => box)).toEqual([large, weak, small])
  })

  it('not for ever of what was lost, or looked at in vain', () => {
    const gone = [seen(large)]
    expect(placesAfter([gone, gone, ...Array.from({ length: 12 }, () => [])]).uncertain()).toEqual([])
    const doubtful = new SeenPlaces(picture)
    const close = new Set([0])
    for (let look = 0; look < 5; look += 1) doubtful.observe([seen(large, 0.2)], close)
    expect(doubtful.uncertain()).toEqual([])
  })

  it('where they should be by now: with the camera and by their own movement', () => {
    const places = new SeenPlaces(picture)
    for (const x of [100, 120, 140]) {
      places.observe([seen([x, 100, 24, 30])], none)
      places.advance([0, 0])
      places.advance([0, 0])
    }
    places.observe([], none)
    places.advance([-50, 5])
    const [lost] = places.uncertain()
    expect(lost?.box[0]).toBeGreaterThan(110)
    expect(lost?.box[0]).toBeLessThan(125)
    expect(lost?.box[1]).toBe(105)
    places.clear()
    expect(places.uncertain()).toEqual([])
  })

  it('of one thing once, however many looks saw it', () => {
    expect(placesAfter([[seen(small), seen([1002, 501, 25, 29], 0.5)]]).uncertain()).toHaveLength(1)
  })
})

describe('close looks', () => {
  it('lie around places within the picture, small ones enlarged', () => {
    const planned = planCloseLooks(
      [
        { id: 7, box: [10, 10, 40, 40] },
        { id: 8, box: [1500, 700, 12, 12] },
      ],
      picture,
      1,
    )
    expect(planned).toEqual([
      { part: [0, 0, 256, 256], places: [7] },
      { part: [1442, 642, 128, 128], places: [8] },
    ])
  })

  it('are shared by neighbours, and bounded in number', () => {
    const crowd = Array.from({ length: 40 }, (_, id) => ({ id, box: [30 + id * 45, 500, 30, 30] as const }))
    const planned = planCloseLooks(crowd, picture, 1)
    expect(planned.length).toBeLessThanOrEqual(3)
    expect(planned[0]?.places.length).toBeGreaterThan(2)
    for (const { part } of planned) expect(part[0] + part[2]).toBeLessThanOrEqual(picture.width)
  })

  it('are none where they would show most of the picture again', () => {
    expect(planCloseLooks([{ id: 1, box: [10, 10, 60, 60] }], { width: 200, height: 100 }, 2)).toEqual([])
    expect(closeInput % 32).toBe(0)
  })

  it('keep only what does not go on beyond the part', () => {
    const part: Box = [100, 0, 256, 256]
    expect(isWholeIn([150, 0, 40, 40], part, picture)).toBe(true)
    expect(isWholeIn([100.5, 20, 40, 40], part, picture)).toBe(false)
    expect(isWholeIn([330, 20, 26, 40], part, picture)).toBe(false)
    expect(isWholeIn([330, 20, 26, 40], part, { width: 356, height: 400 })).toBe(true)
  })
})
