import { CsvError, parse } from 'csv-parse/sync'
import { foldedName, stemOf } from '../../../core/intake/pair-sidecars.ts'
import type { SidecarValue } from '../../../core/intake/sidecar.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { SidecarProblem } from './sidecar-text.ts'

/** Most lines, columns and cells of a table, and the longest line in bytes. */
const most = { lines: 50_000, columns: 500, cells: 500_000, lineBytes: 100_000 }

const [newline, carriageReturn] = [10, 13]

/** A line of a table: its cells, and which bytes of the table it is. */
type Line = { readonly cells: readonly string[]; readonly from: number; readonly until: number }

/** A table whose first line is its heading. */
export type SidecarTable = {
  readonly heading: Line
  readonly lines: readonly Line[]
  /** Its text in UTF-8. */
  readonly bytes: Buffer
  /** Lines by the files that their cells may name: in any column, and in those that are about names. */
  readonly byFile: LinesByName
  readonly byTitle: LinesByName
}

type LinesByName = ReadonlyMap<string, ReadonlySet<Line>>

/** Columns in which a file may be named without its ending. */
const naming: ReadonlySet<string> = new Set([
  'file',
  'filename',
  'name',
  'title',
  'evidencetitle',
  'clip',
  'clipname',
  'video',
])

/** What stands between cells: whatever the heading has most of. */
function delimiterOf(text: string): string {
  const heading = text.slice(0, most.lineBytes).split(/\r?\n/, 1)[0] ?? ''
  const counted = [',', ';', '\t'].map((mark) => ({ mark, count: heading.split(mark).length }))
  return counted.toSorted((a, b) => b.count - a.count)[0]?.mark ?? ','
}

/** At least as many as there are cells; counted before anything is built of them. */
function breaksIn(bytes: Buffer, delimiter: string): number {
  const mark = delimiter.charCodeAt(0)
  let count = 1
  for (const byte of bytes) if (byte === mark || byte === newline || byte === carriageReturn) count++
  return count
}

function cellsOf(record: unknown): { readonly cells: readonly string[]; readonly until: number } {
  const { record: cells, info } = record as { record: readonly string[]; info: { bytes: number } }
  return { cells, until: info.bytes }
}

/** Reads a table (RFC 4180, also with semicolons or tabs). Lines may be shorter or longer than the heading. */
export function readTable(text: string): Result<SidecarTable, SidecarProblem> {
  const bytes = Buffer.from(text)
  const delimiter = delimiterOf(text)
  if (breaksIn(bytes, delimiter) > most.cells)
    return failed(`it has more than ${most.cells.toLocaleString('en-GB')} cells`)
  try {
    const records: readonly unknown[] = parse(bytes, {
      info: true,
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: most.lineBytes,
      to: most.lines + 2,
    })
    let from = 0
    const [heading, ...lines] = records.map((record): Line => {
      const { cells, until } = cellsOf(record)
      const line = { cells, from, until }
      from = until
      return line
    })
    if (!heading || lines.length === 0) return failed('it is a table without lines')
    if (lines.length > most.lines) return failed(`it has more than ${most.lines.toLocaleString('en-GB')} lines`)
    if (heading.cells.length > most.columns) return failed(`it has more than ${most.columns} columns`)
    return ok({ heading, lines, bytes, ...namesIn(heading, lines) })
  } catch (error) {
    if (error instanceof CsvError)
      return failed('it is not a sound table (a quote that never ends, or a line too long)')
    throw error
  }
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}

/** The last part of a path of whichever system. */
function fileIn(cell: string): string {
  return foldedName(cell.trim()).split(/[\\/]/).at(-1) ?? ''
}

/** Looked up once for the whole table: a folder may hold as many clips as a table has lines. */
function namesIn(heading: Line, lines: readonly Line[]): Pick<SidecarTable, 'byFile' | 'byTitle'> {
  const byFile = new Map<string, Set<Line>>()
  const byTitle = new Map<string, Set<Line>>()
  const add = (to: Map<string, Set<Line>>, name: string, line: Line) =>
    to.set(name, (to.get(name) ?? new Set()).add(line))
  const titles = heading.cells.map((name) => naming.has(plain(name)))
  for (const line of lines)
    for (const [column, cell] of line.cells.entries()) {
      const name = fileIn(cell)
      add(byFile, name, line)
      if (titles[column]) add(byTitle, name, line)
    }
  return { byFile, byTitle }
}

/** The lines that name a file: by its whole name anywhere, or without its ending in a column that is about names. */
export function linesNaming({ byFile, byTitle }: SidecarTable, file: string): readonly Line[] {
  const whole = foldedName(file)
  const lines = new Set([...(byFile.get(whole) ?? []), ...(byTitle.get(stemOf(whole)) ?? [])])
  return [...lines].toSorted((a, b) => a.from - b.from)
}

/** Some lines of a table as fields named by its heading. Cells beyond the heading have no name and are left out. */
export function tableContent({ heading }: SidecarTable, lines: readonly Line[]): SidecarValue {
  return lines.map(({ cells }) =>
    cells.slice(0, heading.cells.length).map((cell, at) => ({ [heading.cells[at] ?? '']: cell })),
  )
}

/** The heading and some lines of a table, to the byte. */
export function tableExtract({ heading, bytes }: SidecarTable, lines: readonly Line[]): Buffer {
  return Buffer.concat([heading, ...lines].map(({ from, until }) => bytes.subarray(from, until)))
}
