/** What one room may import; `all` where nothing is refused. */
export type RoomRules = {
  readonly name: string
  readonly rooms: readonly string[] | 'all'
  readonly packages: readonly string[] | 'all'
}

/** Every room by its folder's name. */
export type RoomTable = ReadonlyMap<string, RoomRules>

const header = ['room', 'what lives there', 'may import rooms', 'may import packages']

function cellsOf(line: string): readonly string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
}

function listOf(cell: string): readonly string[] | 'all' {
  if (cell === 'all') return 'all'
  return cell === 'nothing' ? [] : cell.split(',').map((name) => name.trim())
}

function rulesOf(line: string): RoomRules {
  const [room = '', , rooms = '', packages = ''] = cellsOf(line)
  const name = /^`([a-z0-9-]+)\/`$/.exec(room)?.[1]
  if (name === undefined || rooms === '' || packages === '')
    throw new Error(`Unreadable line in the room table: ${line}`)
  return { name, rooms: listOf(rooms), packages: listOf(packages) }
}

/**
 * Reads the room table out of docs/ARCHITECTURE.md. Throws when there is none, when a line cannot be read, or when it
 * names a room that has no line: a table that is half read would let through what it should refuse.
 */
export function readRoomTable(markdown: string): RoomTable {
  const lines = markdown.split('\n')
  const start = lines.findIndex((line) => cellsOf(line).join() === header.join())
  if (start === -1) throw new Error(`No table with the columns "${header.join(' | ')}"`)
  const table = new Map<string, RoomRules>()
  for (const line of lines.slice(start + 2)) {
    if (!line.startsWith('|')) break
    const rules = rulesOf(line)
    table.set(rules.name, rules)
  }
  if (table.size === 0) throw new Error('The room table is empty')
  for (const { name, rooms } of table.values()) {
    const stranger = rooms === 'all' ? undefined : rooms.find((room) => !table.has(room))
    if (stranger !== undefined) throw new Error(`${name}/ may import ${stranger}, which is no room of the table`)
  }
  return table
}
