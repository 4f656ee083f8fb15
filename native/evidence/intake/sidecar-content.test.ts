import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { SidecarKind } from '../../../core/intake/sidecar.ts'
import { sidecarFields } from '../../../core/intake/sidecar-fields.ts'
import { sidecarContent } from './read-sidecar.ts'
import { linesNaming, readTable, tableExtract } from './sidecar-table.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

function fieldsOf(text: string | Uint8Array, kind: SidecarKind) {
  const content = sidecarContent(typeof text === 'string' ? bytes(text) : text, kind, 'clip.mp4')
  if (!content.ok) throw new Error(content.failure)
  return sidecarFields(content.value, [])
}
function problemOf(text: string | Uint8Array, kind: SidecarKind): string {
  const content = sidecarContent(typeof text === 'string' ? bytes(text) : text, kind, 'clip.mp4')
  return content.ok ? 'none' : content.failure
}

it('reads XML elements and attributes as fields, without the outermost element', () => {
  const fields = fieldsOf(
    `<?xml version="1.0"?><!-- c --><x:export version="2"><officer id="47&#x31;1">Smith &amp; Jones</officer>
     <note><![CDATA[a &amp; b]]></note><tag>1</tag><tag>2</tag></x:export>`,
    'xml',
  )
  expect(fields.at('version')).toEqual(['2'])
  expect(fields.at('officer')).toEqual(['Smith & Jones'])
  expect(fields.at('officer.id')).toEqual(['4711'])
  expect(fields.at('note')).toEqual(['a &amp; b'])
  expect(fields.at('tag')).toEqual(['1', '2'])
})

it('unescapes once only', () => {
  expect(fieldsOf('<r><a>&amp;lt; &#38;lt; &unknown; &#0; &#x110000;</a></r>', 'xml').at('a')).toEqual([
    '&lt; &lt; &unknown; \ufffd \ufffd',
  ])
})

const laughs = `<!DOCTYPE r [<!ENTITY a "ha">${Array.from({ length: 30 }, (_, at) => `<!ENTITY a${at} "${'&a;'.repeat(10)}">`).join('')}]><r>&a29;</r>`

it.each([
  ['a billion laughs', laughs, 'it declares a document type or entities, which are not allowed in a sidecar'],
  [
    'an external entity',
    '<?xml version="1.0"?><!doctype r SYSTEM "file:///etc/passwd"><r/>',
    'it declares a document type or entities, which are not allowed in a sidecar',
  ],
  ['deep elements', `${'<a>'.repeat(40)}${'</a>'.repeat(40)}`, 'it is not sound XML, or nested more than 32 deep'],
  ['elements without an end', '<a>'.repeat(300_000), 'it is not sound XML'],
  ['no XML', 'hello', 'it is not sound XML'],
  ['a reserved name', '<r><a __proto__="1"/></r>', 'it is not sound XML, or nested more than 32 deep'],
])('refuses XML with %s', (_, text, problem) => {
  expect(problemOf(text, 'xml')).toBe(problem)
})

it.each([
  ['deep lists', '['.repeat(500_000), 'it is not sound JSON (line 1: nested too deeply)'],
  ['a name given twice', '{"a":1,\n"a":2}', 'it is not sound JSON (line 2: field given twice)'],
  ['__proto__', '{"__proto__":{}}', 'it is not sound JSON (line 1: field name that is not allowed)'],
  ['nothing', ' \n ', 'it is empty'],
])('refuses JSON with %s', (_, text, problem) => {
  expect(problemOf(text, 'json')).toBe(problem)
})

it('reads UTF-8 and UTF-16 with and without their marks, and no other bytes', () => {
  const json = '{"officer":"Zoë"}'
  const little = Buffer.from(`\ufeff${json}`, 'utf16le')
  for (const form of [bytes(json), bytes(`\ufeff${json}`), little, Buffer.from(little).swap16()])
    expect(fieldsOf(form, 'json').at('officer')).toEqual(['Zoë'])
  expect(problemOf(Buffer.from(json, 'latin1'), 'json')).toBe('it is neither UTF-8 nor UTF-16 text')
})

it.each([
  ['commas', 'Officer,Recorded On\r\n"Smith, A","2026-11-03 10:00"\r\n'],
  ['semicolons', 'Officer;Recorded On\n"Smith, A";2026-11-03 10:00'],
  ['tabs', '\ufeffOfficer\tRecorded On\rSmith, A\t2026-11-03 10:00\r'],
])('reads a table with %s', (_, text) => {
  const fields = fieldsOf(text, 'csv')
  expect(fields.at('officer')).toEqual(['Smith, A'])
  expect(fields.at('recorded on')).toEqual(['2026-11-03 10:00'])
})

it('takes from a table of its own the lines that name the clip, and all where none does', () => {
  expect(fieldsOf('File,Officer\nother.mp4,A\nCLIP.mp4,B\n', 'csv').at('officer')).toEqual(['B'])
  expect(fieldsOf('Key,Officer\n1,A\n2,B\n', 'csv').at('officer')).toEqual(['A', 'B'])
})

it.each([
  ['a quote without an end', `a,b\n"${'x'.repeat(200_000)}`],
  ['one long line', `a,b\n${'x,'.repeat(300_000)}`],
])('refuses a table with %s', (_, text) => {
  expect(problemOf(text, 'csv')).toBe('it is not a sound table (a quote that never ends, or a line too long)')
})

it('refuses tables without lines, with too many and too wide', () => {
  expect(problemOf('a,b\n', 'csv')).toBe('it is a table without lines')
  expect(problemOf('a\n'.repeat(60_000), 'csv')).toBe('it has more than 50,000 lines')
  expect(problemOf(`a\n${','.repeat(600_000)}`, 'csv')).toBe('it has more than 500,000 cells')
  expect(problemOf(`${','.repeat(600)}\n1`, 'csv')).toBe('it has more than 500 columns')
})

it('cuts out of a table the heading and the lines of one clip, to the byte', () => {
  const text = 'Title;Count;Path\r\n"é;1";clip;C:\\x\\other.mp4\r\nb;1;"C:\\x\\Clip.MP4"\r\nclip;2;\r\nc;3;\r\n'
  const table = readTable(text)
  if (!table.ok) throw new Error(table.failure)
  const lines = linesNaming(table.value, 'clip.mp4')
  // By path, and without its ending in the column of titles; not for the count that happens to say so.
  expect(lines.map(({ cells }) => cells[0])).toEqual(['b', 'clip'])
  expect(tableExtract(table.value, lines).toString()).toBe('Title;Count;Path\r\nb;1;"C:\\x\\Clip.MP4"\r\nclip;2;\r\n')
})

const soup = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom(
        '<a>',
        '</a>',
        '<a b="',
        '"',
        '<![CDATA[',
        ']]>',
        '<!--',
        '{',
        '}',
        '[',
        ',',
        ':',
        '\n',
        '&#',
        '<?',
      ),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''))

it('answers for any text in any form', () => {
  fc.assert(
    fc.property(soup, fc.constantFrom<SidecarKind>('json', 'xml', 'csv'), (text, kind) => {
      expect(typeof sidecarContent(bytes(text), kind, 'clip.mp4').ok).toBe('boolean')
    }),
    { numRuns: 500 },
  )
})
