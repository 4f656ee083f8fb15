/** Parts of the editor that benches drive one by one, without its view. */

export { codedPlan } from './preview/cover-pixels.ts'
export { FrameCover } from './preview/frame-cover.ts'
