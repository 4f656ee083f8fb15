import { seededNumbers } from '../clips/spoil.ts'
import type { BenchPerson } from './people.ts'
import type { Actor, Pose } from './scene.ts'

/** Faces are drawn at most this much larger than they were photographed. */
const mostBlownUp = 1.6

/** Hands out the people of a half, those first who have been seen least; the same order every time. */
export class Cast {
  readonly #people: readonly BenchPerson[]
  readonly #uses = new Map<string, number>()

  constructor(people: readonly BenchPerson[]) {
    this.#people = people
  }

  /** One person for each size of face (in pixels), nobody twice. Throws when there are too few with photographs that large. */
  take(heights: readonly number[]): BenchPerson[] {
    const taken = new Set<BenchPerson>()
    const order = [...heights.keys()].toSorted((a, b) => (heights[b] ?? 0) - (heights[a] ?? 0))
    const found = new Map<number, BenchPerson>()
    for (const at of order) {
      const height = heights[at] ?? 0
      const able = this.#people.filter((one) => one.photographed * mostBlownUp >= height && !taken.has(one))
      const person = able.toSorted((a, b) => this.#usesOf(a) - this.#usesOf(b) || a.photographed - b.photographed)[0]
      if (!person) throw new Error(`nobody is left with a photograph for a face of ${height} pixels`)
      taken.add(person)
      found.set(at, person)
      this.#uses.set(person.id, this.#usesOf(person) + 1)
    }
    return heights.flatMap((_, at) => found.get(at) ?? [])
  }

  #usesOf({ id }: BenchPerson): number {
    return this.#uses.get(id) ?? 0
  }
}

/** A way through the picture: where somebody's face is at some seconds, and what the head does meanwhile. */
export type Way = {
  /** Sorted by second; somebody is there from the first to the last. */
  readonly keys: readonly { readonly second: number; readonly x: number; readonly y: number; readonly height: number }[]
  /** Steps a second; 0 stands still. */
  readonly pace?: number
  readonly rollAt?: (second: number) => number
  readonly turnAt?: (second: number) => number
}

/** Somebody on a way. */
export function actor(person: BenchPerson, way: Way): Actor {
  const swing = seededNumbers(Math.round(person.photographed * 97 + (way.keys[0]?.x ?? 0)))() * 6
  return { person, poseAt: (second) => poseOn(way, second, swing) }
}

function poseOn({ keys, pace = 0, rollAt, turnAt }: Way, second: number, swing: number): Pose | null {
  const next = keys.findIndex((key) => key.second >= second)
  const to = keys[next]
  const from = keys[Math.max(0, next - 1)]
  if (!to || !from || second < (keys[0]?.second ?? 0)) return null
  const share = to === from ? 0 : (second - from.second) / (to.second - from.second)
  const between = (a: number, b: number) => a + (b - a) * share
  const height = between(from.height, to.height)
  const step = pace === 0 ? 0 : Math.sin(2 * Math.PI * pace * second + swing) * height * 0.05
  return {
    x: between(from.x, to.x) + (pace === 0 ? Math.sin(second * 1.1 + swing) * height * 0.05 : 0),
    y: between(from.y, to.y) + step,
    height,
    roll: (rollAt?.(second) ?? 0) + 3 * Math.sin(second * 1.7 + swing),
    turn: turnAt?.(second) ?? 0,
  }
}
