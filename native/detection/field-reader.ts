/** What is wrong with a manifest, with the place: `models[0].sha256: ...`. */
export class ManifestProblem extends Error {}

/** One value of a parsed JSON file with its place; each method demands one shape or throws a ManifestProblem. */
export class FieldReader {
  readonly #value: unknown
  readonly #place: string

  constructor(value: unknown, place: string) {
    this.#value = value
    this.#place = place
  }

  /** A problem at this place, to be thrown. */
  problem(what: string): ManifestProblem {
    return new ManifestProblem(`${this.#place || 'the file'}: ${what}`)
  }

  /** An object with exactly these fields, and those of the optional ones that are there. */
  object<Name extends string, Optional extends string = never>(
    names: readonly Name[],
    optional: readonly Optional[] = [],
  ): Readonly<Record<Name, FieldReader> & Partial<Record<Optional, FieldReader>>> {
    const record = this.#record()
    const known = new Set<string>([...names, ...optional])
    for (const name of Object.keys(record)) {
      if (!known.has(name)) throw this.#at(name, undefined).problem('is not a known field')
    }
    const present = [...names, ...optional.filter((name) => Object.hasOwn(record, name))]
    return Object.fromEntries(present.map((name) => [name, this.member(name)])) as Record<Name, FieldReader> &
      Partial<Record<Optional, FieldReader>>
  }

  /** One field of an object, whatever else it holds. */
  member(name: string): FieldReader {
    const record = this.#record()
    if (!Object.hasOwn(record, name)) throw this.#at(name, undefined).problem('is missing')
    return this.#at(name, record[name])
  }

  /** True where an object holds this field. */
  has(name: string): boolean {
    return Object.hasOwn(this.#record(), name)
  }

  /** A list of at least `atLeast` things. */
  list<T>(read: (field: FieldReader) => T, atLeast: number): readonly T[] {
    if (!Array.isArray(this.#value)) throw this.problem('must be a list')
    if (this.#value.length < atLeast) throw this.problem(`must hold at least ${atLeast}`)
    return this.#value.map((value, index) => read(new FieldReader(value, `${this.#place}[${index}]`)))
  }

  /** A text that matches; `rule` says so to people, `must ...`. */
  text(pattern: RegExp, rule = `must match ${pattern.source}`): string {
    if (typeof this.#value !== 'string') throw this.problem('must be a text')
    if (!pattern.test(this.#value)) throw this.problem(rule)
    return this.#value
  }

  /** One of the given texts. */
  oneOf<T extends string>(allowed: readonly T[]): T {
    const found = allowed.find((text) => text === this.#value)
    if (found === undefined) throw this.problem(`must be one of ${allowed.join(', ')}`)
    return found
  }

  /** A number in a closed range. */
  number(least: number, most: number): number {
    const value = this.#value
    if (typeof value !== 'number' || !(value >= least && value <= most)) {
      throw this.problem(`must be a number from ${least} to ${most}`)
    }
    return value
  }

  /** A whole number in a closed range. */
  wholeNumber(least: number, most: number): number {
    const value = this.number(least, most)
    if (!Number.isInteger(value)) throw this.problem('must be a whole number')
    return value
  }

  #record(): Readonly<Record<string, unknown>> {
    const value = this.#value
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.problem('must be an object')
    return value as Record<string, unknown>
  }

  #at(name: string, value: unknown): FieldReader {
    return new FieldReader(value, this.#place ? `${this.#place}.${name}` : name)
  }
}
