import { detectionClasses } from '../detection/detection.ts'
import type { Shown } from '../detection/extent.ts'

/** Everything that is tracked on its own: each class, and hands apart from the persons whose class they share. */
export const trackedKinds: readonly Shown[] = [
  ...detectionClasses.map((name): Shown => ({ class: name })),
  { class: 'person', part: 'hand' },
]
