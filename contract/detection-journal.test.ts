import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { DetectionBlock } from '../core/detection/detection-blocks.ts'
import { frameIndex } from '../core/time.ts'
import { type JournalHeader, journalLine, readJournal } from './detection-journal.ts'

const header: JournalHeader = {
  journal: 'occlude-detection',
  version: 1,
  clip: { sha256: 'ab'.repeat(32), frames: 600 },
  search: { profile: 'fast', classes: ['face', 'head'] },
  basis: 'cd'.repeat(32),
}

function block(number: number): DetectionBlock {
  const frame = frameIndex(number * 256 + 3)
  return {
    block: number,
    examined: [{ frame, model: 'centerface', scale: 960 }],
    failed: [[frame + 1, frame + 2]],
    detections: [
      { frame, class: 'face', box: [1, 2, 3, 4], score: 0.5, model: 'centerface', appearance: '0f'.repeat(16) },
    ],
    cuts: [frame],
    camera: [[frame, -0.5, 12]],
  }
}

const text = [header, block(1), block(0)].map(journalLine).join('')

function problem(journal: string, expected = header): unknown {
  const read = readJournal(journal, 'j', expected)
  return read.ok ? null : read.failure
}

it('reads what was written', () => {
  expect(readJournal(text, 'j', header)).toEqual({
    ok: true,
    value: { blocks: [block(1), block(0)], wholeText: text.length },
  })
  expect(readJournal('', 'j', header)).toEqual({ ok: true, value: { blocks: [], wholeText: 0 } })
})

it('takes all whole lines of a journal that was torn at any place, and says where they end', () => {
  const first = journalLine(header).length
  const second = first + journalLine(block(1)).length
  fc.assert(
    fc.property(fc.integer({ min: first, max: text.length }), (length) => {
      const read = readJournal(text.slice(0, length), 'j', header)
      const whole = [first, second, text.length].findLast((end) => end <= length)
      expect(read).toMatchObject({ ok: true, value: { wholeText: whole } })
    }),
  )
  const zeros = `${text.slice(0, second)}${'\0'.repeat(40)}\n`
  expect(readJournal(zeros, 'j', header)).toMatchObject({ ok: true, value: { wholeText: second } })
})

it('refuses what is of another clip, search or engine', () => {
  const others: [Partial<JournalHeader>, unknown][] = [
    [{ clip: { sha256: 'ef'.repeat(32), frames: 600 } }, { kind: 'other-clip', name: 'j' }],
    [{ clip: { sha256: header.clip.sha256, frames: 601 } }, { kind: 'other-clip', name: 'j' }],
    [
      { search: { profile: 'balanced', classes: ['face', 'head'] } },
      { kind: 'other-journal', name: 'j', what: 'search' },
    ],
    [{ search: { ...header.search, extent: 'body' } }, { kind: 'other-journal', name: 'j', what: 'search' }],
    [{ basis: 'ee'.repeat(32) }, { kind: 'other-journal', name: 'j', what: 'models' }],
  ]
  for (const [change, failure] of others) expect(problem(text, { ...header, ...change })).toEqual(failure)
  expect(problem(text, { ...header, search: { profile: 'fast', classes: ['head', 'face'] } })).toBeNull()
})

it('refuses what is no journal, or damaged before its end', () => {
  expect(problem('{"version":1}\n')).toMatchObject({ kind: 'bad-json', at: 'line 1' })
  expect(problem('torn')).toMatchObject({ kind: 'bad-json', at: 'line 1' })
  const lines = [journalLine(header), '{"block":0}\n', journalLine(block(1))]
  expect(problem(lines.join(''))).toMatchObject({ kind: 'bad-json', at: 'line 2' })
  const elsewhere = journalLine({ ...block(0), block: 2 })
  expect(problem([journalLine(header), elsewhere, journalLine(block(1))].join(''))).toMatchObject({ at: 'line 2' })
})
