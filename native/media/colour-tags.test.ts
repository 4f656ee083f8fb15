import {
  AVCOL_PRI_BT709,
  AVCOL_PRI_SMPTE432,
  AVCOL_PRI_UNSPECIFIED,
  AVCOL_RANGE_JPEG,
  AVCOL_RANGE_MPEG,
  AVCOL_RANGE_UNSPECIFIED,
  AVCOL_SPC_BT709,
  AVCOL_SPC_RGB,
  AVCOL_SPC_SMPTE170M,
  AVCOL_SPC_UNSPECIFIED,
  AVCOL_TRC_ARIB_STD_B67,
  AVCOL_TRC_BT709,
  AVCOL_TRC_UNSPECIFIED,
  type AVColorPrimaries,
} from 'node-av/constants'
import { expect, it } from 'vitest'
import { colourTagsOf } from './colour-tags.ts'

const plain = {
  colorRange: AVCOL_RANGE_MPEG,
  colorPrimaries: AVCOL_PRI_BT709,
  colorTrc: AVCOL_TRC_BT709,
  colorSpace: AVCOL_SPC_BT709,
}

it('names what cameras write', () => {
  expect(colourTagsOf(plain)).toStrictEqual({ range: 'tv', primaries: 'bt709', transfer: 'bt709', matrix: 'bt709' })
  const phone = {
    colorRange: AVCOL_RANGE_JPEG,
    colorPrimaries: AVCOL_PRI_SMPTE432,
    colorTrc: AVCOL_TRC_ARIB_STD_B67,
    colorSpace: AVCOL_SPC_SMPTE170M,
  }
  expect(colourTagsOf(phone)).toStrictEqual({
    range: 'pc',
    primaries: 'smpte432',
    transfer: 'arib-std-b67',
    matrix: 'smpte170m',
  })
  expect(colourTagsOf({ ...plain, colorSpace: AVCOL_SPC_RGB }).matrix).toBe('gbr')
})

it('says unknown where the clip says nothing', () => {
  const silent = {
    colorRange: AVCOL_RANGE_UNSPECIFIED,
    colorPrimaries: AVCOL_PRI_UNSPECIFIED,
    colorTrc: AVCOL_TRC_UNSPECIFIED,
    colorSpace: AVCOL_SPC_UNSPECIFIED,
  }
  const unknown = 'unknown'
  expect(colourTagsOf(silent)).toStrictEqual({
    range: unknown,
    primaries: unknown,
    transfer: unknown,
    matrix: unknown,
  })
})

it('gives a code point that it has no name for as its number', () => {
  const film: AVColorPrimaries = 8 as AVColorPrimaries
  expect(colourTagsOf({ ...plain, colorPrimaries: film }).primaries).toBe('8')
})
