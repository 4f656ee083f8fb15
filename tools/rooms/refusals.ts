import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Which of the checks a line of a fixture is meant for. */
export type Guard = 'rooms' | 'types' | 'lint' | 'unused'

/** The deliberately wrong project, each file of which says what must refuse it. */
export const forbiddenImports = join(import.meta.dirname, '../fixtures/forbidden-imports')

/** What the fixtures say that one guard must find: `path: message`, sorted. */
export function expectedRefusals(guard: Guard): readonly string[] {
  const files = readdirSync(forbiddenImports, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.\w+$/.test(path),
  )
  const refusals = files.flatMap((path) => {
    const lines = readFileSync(join(forbiddenImports, path), 'utf8').split('\n')
    const start = `// refused by ${guard}: `
    return lines.filter((line) => line.startsWith(start)).map((line) => `${path}: ${line.slice(start.length)}`)
  })
  if (refusals.length === 0) throw new Error(`No fixture is meant for the guard of ${guard}`)
  return refusals.sort()
}
