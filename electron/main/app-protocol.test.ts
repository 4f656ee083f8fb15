import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fileOfAddress, serveFolder } from './app-protocol.ts'
import { contentPolicy } from './content-policy.ts'

it.each([
  ['app://occlude/index.html', 'index.html'],
  ['app://occlude/assets/index-Bk_3.js?v=1#top', 'assets/index-Bk_3.js'],
])('takes %s for %s', (address, file) => {
  expect(fileOfAddress(address)).toBe(file)
})

it.each([
  'app://occlude/',
  'app://occlude/%2e%2e%2fpackage.json',
  'app://occlude/..%5cpackage.json',
  'app://occlude/a..b.js',
  'app://occlude/.env.json',
  'app://occlude//etc/hosts.json',
  'app://occlude/C:/secret.json',
  'app://occlude/index.html%00.js',
  'app://occlude/main.ts',
  'app://occlude/vault.db',
  'app://other/index.html',
  'app://occlude.evil/index.html',
  'app://user@occlude/index.html',
  'http://occlude/index.html',
  'file:///etc/passwd',
  'nonsense',
])('serves nothing for %s', (address) => {
  expect(fileOfAddress(address)).toBeNull()
})

it.each(['app://occlude/../package.json', 'app://occlude/a/%2e%2e/%2E%2E/package.json'])(
  'never climbs: %s',
  (address) => {
    expect(fileOfAddress(address)).toBe('package.json')
  },
)

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'app-protocol-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), '<!doctype html>')
})
afterAll(() => rm(folder, { recursive: true }))

it('answers with the policy, whatever it answers', async () => {
  const serve = serveFolder(folder)
  const ask = (address: string, method = 'GET') => serve(new Request(address, { method }))
  const page = await ask('app://occlude/index.html')
  expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([
    200,
    'text/html; charset=utf-8',
    '<!doctype html>',
  ])
  const others = [
    await ask('app://occlude/missing.js'),
    await ask('app://occlude/assets'),
    await ask('app://occlude/index.html', 'POST'),
  ]
  expect(others.map(({ status }) => status)).toEqual([404, 403, 405])
  for (const { headers } of [page, ...others]) expect(headers.get('content-security-policy')).toBe(contentPolicy)
})

it('has a policy without a hole that a script fits through', () => {
  expect(contentPolicy).not.toMatch(/unsafe-inline|'unsafe-eval'|\*|https?:|data:/)
  expect(contentPolicy).toContain("default-src 'none'")
})
