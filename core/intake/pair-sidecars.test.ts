import { expect, it } from 'vitest'
import { pairSidecars, sidecarKind } from './pair-sidecars.ts'

const paired = (clips: string[], sidecars: string[]) =>
  pairSidecars(clips, sidecars).map((own) => own.map((at) => sidecars[at]))

it('knows sidecars by their endings, in any case', () => {
  expect(['a.JSON', 'a.mp4.Xml', 'a.csv', 'a.mp4', 'json', 'a.json.mp4'].map(sidecarKind)).toEqual([
    'json',
    'xml',
    'csv',
    null,
    null,
    null,
  ])
})

it('pairs by the whole name first, then by the name without its ending', () => {
  expect(paired(['X.mp4'], ['x.JSON', 'X.MP4.xml', 'y.json'])).toEqual([['X.MP4.xml', 'x.JSON']])
})

it('keeps apart a clip from another whose name is its own with an ending more', () => {
  expect(paired(['a', 'a.mp4', 'a.mp4.mp4'], ['a.json', 'a.mp4.json'])).toEqual([['a.json'], ['a.mp4.json'], []])
})

it('gives one sidecar to every file of that name', () => {
  expect(paired(['a.mp4', 'a.avi'], ['a.xml'])).toEqual([['a.xml'], ['a.xml']])
})

it('takes composed and decomposed accents for the same', () => {
  expect(paired(['caf\u00e9.mp4'], ['cafe\u0301.csv'])).toEqual([['cafe\u0301.csv']])
})

it('is not misled by names of properties', () => {
  expect(paired(['constructor.mp4', '__proto__.mp4'], ['__proto__.json'])).toEqual([[], ['__proto__.json']])
})
