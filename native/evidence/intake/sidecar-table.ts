import { CsvError, parse } from 'csv-parse/sync'
import { foldedName, stemOf } from '../../../core/intake/pair-sidecars.ts'
import type { SidecarValue } from '../../../core/intake/sidecar.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { SidecarProblem } from './sidecar-text.ts'

/** Most lines and columns of a table, and the longest line in bytes. */
const most = { lines: 50_000, columns: 500, lineBytes: 100_000 }

/** A line of a table: its cells, and which bytes of the table it is. */
type Line = { readonly cells: readonly string[]; readonly from: number; readonly until: number }

/** A table whose first line is its heading. `bytes` is its text in UTF-8. */
export type SidecarTable = { readonly heading: Line; readonly lines: readonly Line[]; readonly bytes: Buffer }

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

function cellsOf(record: unknown): { readonly cells: readonly string[]; readonly until: number } {
  const { record: cells, info } = record as { record: readonly string[]; info: { bytes: number } }
  return { cells, until: info.bytes }
}

/** Reads a table (RFC 4180, also with semicolons or tabs). Lines may be shorter or longer than the heading. */
export function readTable(text: string): Result<SidecarTable, SidecarProblem> {
  const bytes = Buffer.from(text)
  try {
    const records: readonly unknown[] = parse(bytes, {
      info: true,
      delimiter: delimiterOf(text),
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
    return ok({ heading, lines, bytes })
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

/** The lines that name a file: by its whole name anywhere, or without its ending in a column that is about names. */
export function linesNaming(table: SidecarTable, file: string): readonly Line[] {
  const whole = foldedName(file)
  const stem = stemOf(whole)
  const byStem = table.heading.cells.map((name) => naming.has(plain(name)))
  return table.lines.filter(({ cells }) =>
    cells.some((cell, column) => {
      const named = fileIn(cell)
      return named === whole || (named === stem && byStem[column] === true)
    }),
  )
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
