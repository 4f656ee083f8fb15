import type { BodyPart, DetectionClass } from '../../core/detection/detection.ts'
import type { Leak } from '../../core/verification/report.ts'

type Named = readonly [one: string, several: string]

/** What was found in a copy, for people: one, and several. */
const things: Readonly<Record<DetectionClass | BodyPart, Named>> = {
  face: ['a face', 'faces'],
  head: ['a head', 'heads'],
  person: ['a body', 'bodies'],
  hand: ['a hand', 'hands'],
  screen: ['a screen', 'screens'],
  document: ['a document', 'documents'],
  card: ['a card', 'cards'],
  text: ['writing', 'writing'],
  plate: ['a number plate', 'number plates'],
  vehicle: ['a vehicle', 'vehicles'],
  overlay: ['writing over the picture', 'writing over the picture'],
}

/** Of a class that nobody knows. */
const anything: Named = ['something', 'several things']

const named: ReadonlyMap<string, Named> = new Map(Object.entries(things))

type Shown = Pick<Leak, 'class' | 'part'>

/** What a leak shows, as one of its kind: `a face`. */
export function leakThing(leak: Shown): string {
  return (named.get(leak.part ?? leak.class) ?? anything)[0]
}

/** Things of some classes: `faces, number plates`. */
export function thingsOf(classes: readonly DetectionClass[]): string {
  return classes.map((name) => things[name][1]).join(', ')
}

/** What leaks show, each kind once: `a face, number plates`; several where they are in one frame. */
export function leakKinds(leaks: readonly (Shown & Pick<Leak, 'frame'>)[]): string {
  const kinds = Map.groupBy(leaks, (leak) => leak.part ?? leak.class)
  return [...kinds]
    .map(([kind, own]) => {
      const several = new Set(own.map(({ frame }) => frame)).size < own.length
      return (named.get(kind) ?? anything)[several ? 1 : 0]
    })
    .join(', ')
}
