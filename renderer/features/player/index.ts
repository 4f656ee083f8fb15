export type { ClipFootage, SoundPart } from './footage.ts'
export { FootageFault, longestRange } from './footage.ts'
