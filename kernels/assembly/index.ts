/** The compiled kernels. There is no allocator: the host lays memory out from `firstFree` on (see wasm-kernels.ts). */
export { addToBox, blur } from './blur'
export { cellMeans } from './cells'
export { planarFloat } from './detection-input'
export { stripDifferences } from './differences'
export { edgeSums } from './edges'
export { fourierGrid } from './fourier'

/** The first address that the module itself does not use. */
export function firstFree(): usize {
  return __heap_base
}
