import { readFile } from 'node:fs/promises'
import type { Kernels } from '../../kernels/index.ts'
import { createKernels } from '../../kernels/wasm-kernels.ts'

let loaded: Promise<Kernels> | null = null

/** The WebAssembly kernels, loaded once per process. Throws where they have not been built (the set-up builds them). */
export function compiledKernels(): Promise<Kernels> {
  loaded ??= load()
  return loaded
}

async function load(): Promise<Kernels> {
  // Built code lies one folder deeper than its source; the compiled module stays where it was made.
  const root = import.meta.filename.endsWith('.ts') ? '../../' : '../../../'
  const bytes = await readFile(new URL(`${root}kernels/build/kernels.wasm`, import.meta.url))
  const abort = () => {
    throw new Error('a kernel was given what it cannot take')
  }
  const { instance } = await WebAssembly.instantiate(bytes, { env: { abort } })
  return createKernels(instance.exports)
}
