import { spawn } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'

/** Everything that the continuous integration checks, but the tests. Names given as arguments choose some of them. */
// The compiler starts from nothing: its incremental state was seen to miss a changed global declaration.
const checks: Readonly<Record<string, readonly string[]>> = {
  'types and build': ['node_modules/typescript/bin/tsc', '-b', '--force', '--pretty', 'false'],
  rooms: ['tools/check-rooms.ts'],
  lint: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '--colors=off'],
  unused: ['node_modules/knip/bin/knip.js', '--no-progress', '--treat-config-hints-as-errors'],
  licences: ['tools/check-licences.ts'],
}

type Outcome = { readonly name: string; readonly passed: boolean; readonly seconds: number; readonly output: string }

const home = join(import.meta.dirname, '..')

function run(name: string, command: readonly string[]): Promise<Outcome> {
  const began = performance.now()
  const child = spawn(process.execPath, command, { cwd: home, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      resolve({ name, passed: code === 0, seconds: (performance.now() - began) / 1000, output: output.trim() })
    })
  })
}

function report({ name, passed, seconds, output }: Outcome): void {
  if (!passed) console.log(output)
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${name.padEnd(16)} ${seconds.toFixed(1)} s`)
}

const asked = process.argv.slice(2)
const strangers = asked.filter((name) => checks[name] === undefined)
const chosen = Object.entries(checks).filter(([name]) => asked.length === 0 || asked.includes(name))
if (strangers.length > 0 || chosen.length === 0) {
  console.log(`No check is called ${strangers.join(', ')}; there are: ${Object.keys(checks).join(', ')}`)
  process.exitCode = 2
} else {
  // One after the other: each uses all cores by itself.
  for (const [name, command] of chosen) {
    const outcome = await run(name, command)
    report(outcome)
    if (!outcome.passed) process.exitCode = 1
  }
}
