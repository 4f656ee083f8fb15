/** A key for each name of a list in which some may be the same: those get the number of their turn. */
export function keysOf(names: readonly string[]): readonly string[] {
  const turns = new Map<string, number>()
  return names.map((name) => {
    const turn = (turns.get(name) ?? 0) + 1
    turns.set(name, turn)
    return `${name} ${turn}`
  })
}
