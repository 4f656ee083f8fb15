/** Parts of the player that benches drive one by one, without its view. */
export { clipTimesOf } from './clip-times.ts'
export { clipInput } from './frames/clip-input.ts'
export type { FrameSource } from './frames/frame-source.ts'
export { openFrames } from './frames/open-frames.ts'
export { PlayerSession } from './session/player-session.ts'
export { openSound } from './sound/sound-source.ts'
export { paintPicture } from './view/paint-picture.ts'
export { placementOf, usualPose } from './view/picture-pose.ts'
