/**
 * Pixel work that preview and export share: what a region covers, how it is covered, and what verification measures.
 * Planes are 8-bit; coordinates are coded pixels. Nothing here does I/O: the host instantiates the WebAssembly module
 * and gives its exports to `createKernels`.
 */
export { gridEdges } from './cell-grid.ts'
export { noiseKey } from './cell-noise.ts'
export { rotateRgb } from './detection-input.ts'
export { type DifferenceSummary, psnr, summariseDifferences } from './differences.ts'
export { blackOf, fill, whiteOf } from './fill.ts'
export { type Complex, type FourierTable, fourierTable, invertGrid, makeComplex, transformGrid } from './fourier.ts'
export { type HeldCells, type HeldLayer, noHeldCells } from './held-cells.ts'
export type { Kernels } from './kernels.ts'
export { letterCell } from './label-font.ts'
export { type LabelStamp, labelStamp, stampLabel } from './label-stamp.ts'
export {
  coveredSpans,
  type FrameRedaction,
  type FrameRegion,
  type Layer,
  layersOf,
  ownSpans,
  type RegionStyle,
} from './layers.ts'
export { featurePlanes, orientationPlanes } from './orientation-planes.ts'
export { clipBox, type PixelBox, type PlanarPicture, type Plane, type Subsampling, subsampledBox } from './plane.ts'
export { redactFrame } from './redact-frame.ts'
export { type ShrunkPlane, sampleGrid, shrinkBox } from './shrink.ts'
export { spanExtremes } from './span-measures.ts'
export {
  chromaSpans,
  countSamples,
  insetSpans,
  invertSpans,
  type Spans,
  subtractSpans,
  uniteSpans,
  wholePicture,
} from './spans.ts'
export { typescriptKernels } from './typescript-kernels.ts'
export { createKernels } from './wasm-kernels.ts'
