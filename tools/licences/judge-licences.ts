/** What a person found by reading, where a package's own words are missing or not the whole truth. */
export type ReadByHand = {
  /** The package's name, or the start of several names where it ends in a dash. */
  readonly package: string
  /** An SPDX expression. */
  readonly licence: string
  readonly evidence: string
  /** Licences outside the allowed list that a decision record accepts for this package alone. */
  readonly accepted?: readonly string[]
  readonly decision?: string
}

/** tools/licences/licence-rules.json. */
export type LicenceRules = { readonly allowed: readonly string[]; readonly readByHand: readonly ReadByHand[] }

/** A package or a model, and the SPDX expression that it is under. */
export type Licensed = { readonly name: string; readonly licence: string }

function closingOf(tokens: readonly string[], open: number): number {
  let depth = 0
  for (const [index, token] of tokens.entries()) {
    if (index < open) continue
    if (token === '(') depth += 1
    if (token === ')') depth -= 1
    if (depth === 0) return index
  }
  return -1
}

/** The parts of an expression between one operator, brackets kept whole. */
function partsBetween(tokens: readonly string[], operator: 'OR' | 'AND'): readonly (readonly string[])[] {
  const parts: string[][] = [[]]
  let index = 0
  while (index < tokens.length) {
    const token = tokens[index] ?? ''
    const closing = token === '(' ? closingOf(tokens, index) : index
    if (closing === -1) return []
    if (token === operator) parts.push([])
    else parts.at(-1)?.push(...tokens.slice(index, closing + 1))
    index = closing + 1
  }
  return parts
}

function satisfied(tokens: readonly string[], allowed: readonly string[]): boolean {
  const choices = partsBetween(tokens, 'OR')
  if (choices.length > 1) return choices.some((choice) => satisfied(choice, allowed))
  const demands = partsBetween(tokens, 'AND')
  if (demands.length > 1) return demands.every((demand) => satisfied(demand, allowed))
  if (tokens[0] === '(' && tokens.at(-1) === ')') return satisfied(tokens.slice(1, -1), allowed)
  return tokens.length > 0 && allowed.includes(tokens.join(' '))
}

/**
 * Whether an SPDX licence expression can be met by the allowed licences alone: one side of each OR, both of each AND.
 * What is no such expression (`BSD*`, `SEE LICENSE IN ...`, nothing) is not.
 */
export function isAllowed(expression: string, allowed: readonly string[]): boolean {
  return satisfied(expression.replace(/[()]/g, ' $& ').split(/\s+/).filter(Boolean), allowed)
}

/** What a person found for a package; undefined: its own words stand. */
export function readingOf(name: string, rules: LicenceRules): ReadByHand | undefined {
  return rules.readByHand.find((entry) =>
    entry.package.endsWith('-') ? name.startsWith(entry.package) : name === entry.package,
  )
}

/** One sentence for each that may not be shipped. Reading nothing is not a pass. */
export function judgeLicences(licensed: readonly Licensed[], rules: LicenceRules): readonly string[] {
  if (licensed.length === 0) return ['no package read: nothing was checked']
  return licensed.flatMap(({ name, licence }) => {
    const reading = readingOf(name, rules)
    const expression = reading?.licence ?? licence
    const accepted = reading?.decision === undefined ? [] : (reading.accepted ?? [])
    if (isAllowed(expression, [...rules.allowed, ...accepted])) return []
    return [`${name}: ${expression === '' ? 'no licence' : expression} is not on the list of allowed licences`]
  })
}
