import { type BodyPart, type DetectionClass, type PersonExtent, personExtents, type Search } from './detection.ts'

/** What a box or track shows: its class and, of a person, the part. */
export type Shown = { readonly class: DetectionClass; readonly part?: BodyPart }

/** How much of a person a box shows; null for what is no person. */
export function extentShown({ class: name, part }: Shown): PersonExtent | null {
  if (name === 'face' || name === 'head') return name
  if (name !== 'person') return null
  return part === 'hand' ? 'head-and-hands' : 'body'
}

/** Whether hiding persons to an extent hides what shows so much of them. */
export function extentIncludes(extent: PersonExtent, shown: PersonExtent): boolean {
  return personExtents.indexOf(shown) <= personExtents.indexOf(extent)
}

/** Classes to look for so that persons can be hidden to an extent. Hands are parts of the class `person`. */
export function classesOfExtent(extent: PersonExtent): readonly DetectionClass[] {
  if (extent === 'face') return ['face']
  return extent === 'head' ? ['face', 'head'] : ['face', 'head', 'person']
}

/** The search within a longer request or result, and nothing else of it. */
export function searchOf({ profile, classes, extent }: Search): Search {
  return extent ? { profile, classes, extent } : { profile, classes }
}

/** The extent that is meant by whoever names classes and no extent: heads, and whole bodies where persons are asked for. */
export function extentOfClasses(classes: readonly DetectionClass[]): PersonExtent {
  return classes.includes('person') ? 'body' : 'head'
}
