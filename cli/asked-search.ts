import { defaultClasses } from '../core/detection/default-classes.ts'
import {
  type DetectionClass,
  type DetectionProfile,
  detectionClasses,
  detectionProfiles,
  type PersonExtent,
  personExtents,
  type Search,
} from '../core/detection/detection.ts'
import { classesOfExtent } from '../core/detection/extent.ts'
import { failed, ok, type Result } from '../core/result.ts'
import { type Arguments, oneOf } from './arguments.ts'

/** What `--profile`, `--classes` and `--extent` say; null where they are not given. */
export type AskedSearch = {
  readonly profile: DetectionProfile | null
  readonly classes: readonly DetectionClass[] | null
  readonly extent: PersonExtent | null
}

/** Classes in the order of FORMATS.md, each once; `--classes ''` is none. */
function readClasses(args: Arguments): Result<readonly DetectionClass[] | null> {
  if (args.text('classes') === null) return ok(null)
  const asked = args.list('classes')
  const unknown = asked.find((name) => !detectionClasses.some((known) => known === name))
  if (unknown !== undefined)
    return failed({ kind: 'usage', detail: `--classes knows ${detectionClasses.join(', ')}, not "${unknown}".` })
  return ok(detectionClasses.filter((name) => asked.includes(name)))
}

/** `--extent`, or null. */
export function readExtent(args: Arguments): Result<PersonExtent | null> {
  if (args.text('extent') === null) return ok(null)
  return oneOf(args, 'extent', { choices: personExtents, fallback: 'head' })
}

/** What to look for and how closely: `--profile`, `--classes` and `--extent`. */
export function readSearch(args: Arguments): Result<AskedSearch> {
  const given = args.text('profile') !== null
  const profile = oneOf(args, 'profile', { choices: detectionProfiles, fallback: 'balanced' })
  if (!profile.ok) return profile
  const classes = readClasses(args)
  if (!classes.ok) return classes
  const extent = readExtent(args)
  if (!extent.ok) return extent
  return ok({ profile: given ? profile.value : null, classes: classes.value, extent: extent.value })
}

/**
 * The search that is meant: what is asked for, else what an earlier one was, else the usual. An extent adds the classes that it
 * needs to those named, and without names stands in the place of the usual ones for persons.
 */
export function searchFor(asked: AskedSearch, earlier: Search | null): Search {
  const profile = asked.profile ?? earlier?.profile ?? 'balanced'
  const extent = asked.extent ?? (asked.classes ? null : (earlier?.extent ?? null))
  const named = asked.classes ?? earlier?.classes
  const usual = defaultClasses[profile].filter((name) => !extent || (name !== 'face' && name !== 'head'))
  const needed = extent ? classesOfExtent(extent) : []
  const classes = [...(named ?? usual), ...needed]
  const search = { profile, classes: detectionClasses.filter((name) => classes.includes(name)) }
  return extent ? { ...search, extent } : search
}
