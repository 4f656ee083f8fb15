/**
 * Compiles kernels/assembly (AssemblyScript) to kernels/build/kernels.wasm. Does nothing when the sources, the compiler
 * and the options are those of the last build: their hash stands beside the module.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import compiler from 'assemblyscript/asc'

const home = dirname(dirname(fileURLToPath(import.meta.url)))
const sources = join(home, 'kernels/assembly')
const built = join(home, 'kernels/build')
const wasm = join(built, 'kernels.wasm')
const stamp = join(built, 'kernels.sha256')

// No allocator, no assertions with imports: the module is pure and imports nothing.
const options = ['-O3', '--noAssert', '--runtime', 'stub', '--use', 'abort=', '--enable', 'simd']

const hash = createHash('sha256').update(`${compiler.version} ${options.join(' ')}`)
for (const name of readdirSync(sources).sort()) hash.update(`\0${name}\0`).update(readFileSync(join(sources, name)))
const wanted = hash.digest('hex')

if (existsSync(wasm) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) process.exit(0)

mkdirSync(built, { recursive: true })
const partial = `${wasm}.${process.pid}`
const { error, stderr } = await compiler.main([join(sources, 'index.ts'), ...options, '--outFile', partial])
if (error !== null) {
  process.stderr.write(`The kernels do not compile.\n${stderr.toString()}`)
  process.exit(1)
}
renameSync(partial, wasm)
writeFileSync(stamp, wanted)
