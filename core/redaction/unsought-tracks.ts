import { detectionProfiles, type Search } from '../detection/detection.ts'
import { extentIncludes, extentOfClasses } from '../detection/extent.ts'
import { coversSearch } from '../detection/joined-search.ts'
import { partShown } from './person-extent.ts'
import type { Track } from './project.ts'

type Found = { readonly search: Search; readonly tracks: readonly Track[] }

/** Whether a search looks for what a track shows, and hides it. */
function hidesKindOf({ classes, extent = extentOfClasses(classes) }: Search, track: Track): boolean {
  const part = partShown(track)
  return classes.includes(track.class) && (part === null || extentIncludes(extent, part))
}

/**
 * Which tracks that an earlier search has found a new one says nothing about: those that the project hides and the new search would
 * not, or looks for less closely, and what was found beside them and is neither looked for nor found again. A search that covers the
 * earlier one says something about all of them.
 */
export function isUnsought(earlier: Search | undefined, found: Found): (track: Track) => boolean {
  const { search } = found
  if (earlier && coversSearch(search, earlier)) return () => false
  const isLessClose =
    earlier !== undefined && detectionProfiles.indexOf(search.profile) < detectionProfiles.indexOf(earlier.profile)
  const kindOf = (track: Track) => JSON.stringify([track.class, partShown(track)])
  const kinds = new Set(found.tracks.map(kindOf))
  return (track) => {
    if (track.action !== 'ignore') return isLessClose || !hidesKindOf(search, track)
    return (isLessClose || !search.classes.includes(track.class)) && !kinds.has(kindOf(track))
  }
}
