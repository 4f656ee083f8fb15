import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { captions, screensPage } from './captions.ts'

const folder = join(import.meta.dirname, '../../docs/screens')

test('every picture has its words and every words their picture', () => {
  const pictures = Object.keys(captions).map((name) => `${name}.jpg`)
  expect(readdirSync(folder).sort()).toEqual([...pictures, 'README.md'].sort())
})

test('the page of the pictures is the one that is written for them', () => {
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe(screensPage())
})
