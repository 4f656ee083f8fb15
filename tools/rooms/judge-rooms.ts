import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { findImports, type Import } from './find-imports.ts'
import type { RoomRules, RoomTable } from './room-table.ts'

/** What the room check saw. No problem and no file is not a pass: `problems` says so. */
export type RoomsVerdict = { readonly files: number; readonly imports: number; readonly problems: readonly string[] }

const isSource = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path)
const isTest = (path: string): boolean => /\.test\.ts$/.test(path)
/** These run the real engine and make their clips with tools, so they may reach everywhere. */
const isEngineTest = (path: string): boolean => /\.(?:integration|long)\.test\.ts$/.test(path)

const testPackages = ['vitest', 'fast-check', 'node:*']
/** Rooms without code: unit tests of every room may read what ships. */
const dataRooms = ['models', 'resources']
const generated = ['node_modules', 'dist', 'build', 'demo-output']
/** Deliberately wrong, read by the test of these guards alone. */
const fixtures = 'tools/fixtures/forbidden-imports'
/** Configuration that its program wants at the top. */
const topLevelFiles = ['vitest.config.ts']
/** The project's description, which hosts may read: it belongs to no room. */
const description = 'package.json'
/** Files that may put themselves between a program and what it imports: the stand-in for `electron`. */
const importHooks: readonly string[] = ['e2e/electron-stand-in/hook.ts']
/** Files that may import what they only know when they run. */
const computedImports: readonly string[] = []

function sourcesBelow(root: string, folder: string, problems: string[]): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isSymbolicLink()) problems.push(`${path}: a link may lead out of its room; write a file`)
    if (entry.isDirectory()) {
      return generated.includes(entry.name) || path === fixtures ? [] : sourcesBelow(root, path, problems)
    }
    return entry.isFile() ? [path] : []
  })
}

function packageAllowed(specifier: string, packages: readonly string[] | 'all'): boolean {
  const name = isBuiltin(specifier) && !specifier.startsWith('node:') ? `node:${specifier}` : specifier
  // Whoever makes a `require` of his own can load anything by it.
  if (name === 'node:module') return packages === 'all'
  if (packages === 'all') return /^(?:node:|@?[a-z0-9])/.test(name) && !/^(?!node:)[a-z]+:/.test(name)
  return packages.some((allowed) =>
    allowed.endsWith(':*') ? name.startsWith(allowed.slice(0, -1)) : name === allowed || name.startsWith(`${allowed}/`),
  )
}

/** Where a relative path leads, from the top of the project; null when it leads out of it. */
function targetOf(file: string, specifier: string): string | null {
  const top = 'file:///top/'
  const { href } = new URL(specifier, `${top}${file}`)
  return href.startsWith(top) ? decodeURIComponent(href.slice(top.length)).replace(/[?#].*$/, '') : null
}

function judgePath(file: string, rules: RoomRules, specifier: string): string | null {
  const target = targetOf(file, specifier)
  if (target === null) return `${specifier} leads out of the project`
  if (target === description && rules.packages.includes('node:*')) return null
  const to = target.split('/')[0] ?? ''
  if (isTest(target)) return `nothing may import a test (${target})`
  if (to === rules.name || isEngineTest(file) || rules.rooms === 'all') return null
  if (isTest(file) && dataRooms.includes(to)) return null
  return rules.rooms.includes(to) ? null : `${rules.name} may not import ${to} (${target})`
}

/** Why one import is refused, or null. */
function judge(file: string, rules: RoomRules, { specifier, road }: Import): string | null {
  if (road === 'reference comment') return `a reference comment goes round the room's tsconfig (${specifier})`
  if (road === 'declare module') return `declaring a module goes round the table (${specifier})`
  if (specifier === null)
    return computedImports.includes(file) ? null : `${road} of a name that only running would tell`
  if (specifier.startsWith('.')) return judgePath(file, rules, specifier)
  if (specifier === 'node:module' && importHooks.includes(file)) return null
  const packages = isTest(file) && rules.packages !== 'all' ? [...rules.packages, ...testPackages] : rules.packages
  const allowed = packageAllowed(specifier, isEngineTest(file) ? 'all' : packages)
  return allowed ? null : `${rules.name} may not use ${specifier}`
}

function strangers(root: string, table: RoomTable): string[] {
  return readdirSync(root, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith('.') || generated.includes(entry.name)) return []
    if (entry.isDirectory()) return table.has(entry.name) ? [] : [`${entry.name}/: not a room of the table`]
    return isSource(entry.name) && !topLevelFiles.includes(entry.name) ? [`${entry.name}: lives in no room`] : []
  })
}

function judgeFile(root: string, rules: RoomRules, file: string): { imports: number; problems: readonly string[] } {
  const found = findImports(file, readFileSync(join(root, file), 'utf8'))
  const problems = found.flatMap((one) => {
    const problem = judge(file, rules, one)
    return problem === null ? [] : [`${file}:${one.line}: ${problem}`]
  })
  return { imports: found.length, problems }
}

/** Holds every source file below `root` against the room table. */
export function judgeRooms(root: string, table: RoomTable): RoomsVerdict {
  const problems = strangers(root, table)
  let files = 0
  let imports = 0
  for (const rules of table.values()) {
    const inRoom = existsSync(join(root, rules.name)) ? sourcesBelow(root, rules.name, problems) : []
    const sources = inRoom.filter(isSource)
    const isCode = inRoom.includes(`${rules.name}/tsconfig.json`)
    if ((isCode ? sources : inRoom).length === 0) problems.push(`${rules.name}/: in the table, but holds no file`)
    for (const file of sources) {
      const judged = judgeFile(root, rules, file)
      files += 1
      imports += judged.imports
      problems.push(...judged.problems)
    }
  }
  if (files === 0 || imports === 0) problems.push(`${files} files and ${imports} imports read: nothing was checked`)
  return { files, imports, problems }
}
