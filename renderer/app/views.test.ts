import { expect, test } from 'vitest'
import { viewsFor } from './views.ts'

const names = (permissions: Parameters<typeof viewsFor>[0]): readonly string[] =>
  viewsFor(permissions).map(({ view }) => view)

test('what somebody may not do does not exist for them', () => {
  expect(names(['library', 'clip.view'])).toEqual(['library', 'settings', 'keyboard', 'about'])
  expect(names(['library', 'redact'])).toEqual(['library', 'redactions', 'settings', 'keyboard', 'about'])
  expect(names(['library', 'disclose'])).toEqual(['library', 'disclosures', 'settings', 'keyboard', 'about'])
  expect(names(['vault.admin', 'audit.verify'])).toEqual(['people', 'audit', 'settings', 'keyboard', 'about'])
  expect(names(['audit.read', 'audit.verify'])).toEqual(['audit', 'disclosures', 'settings', 'keyboard', 'about'])
  expect(names([])).toEqual(['settings', 'keyboard', 'about'])
})
