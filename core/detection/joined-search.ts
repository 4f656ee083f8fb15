import { defaultClasses } from './default-classes.ts'
import { type DetectionClass, detectionProfiles, personExtents, type Search } from './detection.ts'
import { extentOfClasses, searchOf } from './extent.ts'

/** The later of two in a list that goes from least to most. */
function further<T>(list: readonly T[], one: T, other: T): T {
  return list.indexOf(other) > list.indexOf(one) ? other : one
}

const extentOf = ({ extent, classes }: Search) => extent ?? extentOfClasses(classes)

/**
 * What two searches look for and hide together: the classes of both, as closely as the closer one looks, and as much of persons as the
 * one that hides more of them. The same as the first where that covers the second.
 */
export function joinedSearch(one: Search, other: Search): Search {
  const classes = [...one.classes, ...other.classes.filter((name) => !one.classes.includes(name))]
  const profile = further(detectionProfiles, one.profile, other.profile)
  const extent = further(personExtents, extentOf(one), extentOf(other))
  const isSaid = one.extent !== undefined || extent !== extentOfClasses(classes)
  return isSaid ? { profile, classes, extent } : { profile, classes }
}

/** Whether a search looks for everything that another looks for, as closely, and hides as much. */
export function coversSearch(search: Search, other: Search): boolean {
  return JSON.stringify(joinedSearch(search, other)) === JSON.stringify(searchOf(search))
}

/** What a search of its profile hides when nobody narrows it, and this one does not. */
export function lackedClasses(search: Search): readonly DetectionClass[] {
  const isFaceAlone = extentOf(search) === 'face'
  return defaultClasses[search.profile].filter(
    (name) => !search.classes.includes(name) || (name === 'head' && isFaceAlone),
  )
}
