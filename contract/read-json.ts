import type { z } from 'zod'
import { failed, ok, type Result } from '../core/result.ts'
import { problemOf } from './problem.ts'
import { jsonFault } from './scan-json.ts'

/** Longest text that is read, in UTF-16 units: 64 Mi. */
const longestText = 64 * 1024 * 1024

function place(text: string, offset: number): string {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return `line ${line}, column ${offset - before.lastIndexOf('\n')}`
}

function asPath(path: readonly PropertyKey[]): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('')
  return text.replace(/^\./, '') || 'the whole file'
}

/**
 * Reads a file's text by its schema. Never throws; fails with `bad-json` that tells where (line and column where the text is
 * no JSON, else the path of the field) and what is wrong in few words. `name` is what the person called the file.
 */
export function readJson<T>(text: string, name: string, schema: z.ZodType<T>): Result<T> {
  if (text.length > longestText) return failed({ kind: 'bad-json', name, at: 'the whole file', problem: 'over 64 MB' })
  const plain = text.startsWith('\ufeff') ? text.slice(1) : text
  const fault = jsonFault(plain)
  if (fault) return failed({ kind: 'bad-json', name, at: place(plain, fault.offset), problem: fault.problem })
  return judged(JSON.parse(plain), name, schema)
}

function judged<T>(value: unknown, name: string, schema: z.ZodType<T>): Result<T> {
  const read = schema.safeParse(value)
  if (read.success) return ok(read.data)
  const issue = read.error.issues[0]
  const [at, problem] = issue ? [asPath(issue.path), problemOf(issue)] : ['the whole file', 'not valid']
  return failed({ kind: 'bad-json', name, at, problem })
}

function parsed(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/**
 * As `readJson`, for a text that the vault's service has just written: its schema judges it as any other, but nobody looks for what no
 * writer of JSON writes (fields given twice, numbers too large), which for a project with many tracks takes longer than all the rest.
 */
export function readWrittenJson<T>(text: string, name: string, schema: z.ZodType<T>): Result<T> {
  const found = parsed(text)
  return found ? judged(found.value, name, schema) : readJson(text, name, schema)
}
