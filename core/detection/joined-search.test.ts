import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultClasses, redactionSearch } from './default-classes.ts'
import { detectionClasses, detectionProfiles, personExtents, type Search } from './detection.ts'
import { coversSearch, joinedSearch, lackedClasses } from './joined-search.ts'

const search: fc.Arbitrary<Search> = fc
  .tuple(
    fc.constantFrom(...detectionProfiles),
    fc.subarray([...detectionClasses], { minLength: 1 }),
    fc.option(fc.constantFrom(...personExtents), { nil: undefined }),
  )
  .map(([profile, classes, extent]) => (extent ? { profile, classes, extent } : { profile, classes }))

describe('searches joined', () => {
  it('cover each of them, whichever is first, and stay as they are with either once more', () => {
    fc.assert(
      fc.property(search, search, (one, other) => {
        for (const joined of [joinedSearch(one, other), joinedSearch(other, one)])
          for (const each of [one, other]) {
            expect(coversSearch(joined, each)).toBe(true)
            expect(joinedSearch(joined, each)).toEqual(joined)
          }
      }),
    )
  })

  it('look as closely as the closer, for the classes of both, and hide as much as the one that hides more', () => {
    const bodies: Search = { profile: 'fast', classes: ['person'] }
    const plates: Search = { profile: 'thorough', classes: ['plate'], extent: 'face' }
    expect(joinedSearch(bodies, plates)).toEqual({ profile: 'thorough', classes: ['person', 'plate'] })
    expect(joinedSearch(plates, bodies)).toEqual({ ...plates, classes: ['plate', 'person'], extent: 'body' })
    expect(coversSearch(redactionSearch, bodies)).toBe(false)
  })
})

describe('what a search lacks of the usual one of its profile', () => {
  it('is nothing where nobody narrowed it', () => {
    expect(lackedClasses(redactionSearch)).toEqual([])
    for (const profile of detectionProfiles)
      expect(lackedClasses({ profile, classes: defaultClasses[profile] })).toEqual([])
  })

  it('is whatever it does not look for or hide', () => {
    expect(lackedClasses({ profile: 'fast', classes: ['plate'] })).toEqual(['face', 'head'])
    expect(lackedClasses({ profile: 'balanced', classes: ['face', 'head', 'plate'] })).toEqual([
      'screen',
      'document',
      'card',
    ])
    expect(lackedClasses({ profile: 'fast', classes: ['face', 'head'], extent: 'face' })).toEqual(['head'])
  })
})
