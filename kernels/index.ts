/**
 * Pixel work that preview and export share: what a region covers, how it is covered, and what verification measures.
 * Planes are 8-bit; coordinates are coded pixels. Nothing here does I/O: the host instantiates the WebAssembly module
 * and gives its exports to `createKernels`.
 */
export { blurRadius, blurStep, planeRadius } from './blur.ts'
export { type CellEdges, type CellGrid, cellEdges, cellGrid, cellSize, gridEdges, mostCells } from './cell-grid.ts'
export { cellNoise, type NoiseAddress, type NoiseKey, noiseKey } from './cell-noise.ts'
export { rotateRgb } from './detection-input.ts'
export { type DifferenceSummary, psnr, summariseDifferences } from './differences.ts'
export { blackOf, fill } from './fill.ts'
export { epochOf, framesHeld, type HeldCells, type HeldLayer, noHeldCells } from './held-cells.ts'
export type { BlockDifferences, BlurWork, Kernels, Normalisation, PackedPicture } from './kernels.ts'
export { blockSize } from './kernels.ts'
export {
  coveredSpans,
  type FrameRedaction,
  type FrameRegion,
  type Layer,
  layersOf,
  ownSpans,
  type RegionStyle,
  regionStyles,
} from './layers.ts'
export { cellStep, paintCells, pixelateCells } from './pixelate.ts'
export { clipBox, type PixelBox, type PlanarPicture, type Plane, type Subsampling, subsampledBox } from './plane.ts'
export { rasterise } from './rasterise.ts'
export { type RedactionMeans, redactFrame } from './redact-frame.ts'
export { boundsOf, type RegionShape } from './shape.ts'
export { gradientEnergy, type SpanExtremes, spanExtremes } from './span-measures.ts'
export {
  boxOfSpans,
  chromaSpans,
  countSamples,
  insetSpans,
  invertSpans,
  noSpans,
  type Spans,
  subtractSpans,
  uniteSpans,
  wholePicture,
} from './spans.ts'
export { typescriptKernels } from './typescript-kernels.ts'
export { areKernelExports, createKernels, type KernelExports } from './wasm-kernels.ts'
