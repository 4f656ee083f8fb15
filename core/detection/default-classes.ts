import type { DetectionClass, DetectionProfile } from './detection.ts'

/** What is looked for when nobody says what. The price of each class stands in docs/adr/0007-default-classes.md. */
export const defaultClasses: Readonly<Record<DetectionProfile, readonly DetectionClass[]>> = {
  fast: ['face', 'head'],
  balanced: ['face', 'head', 'screen', 'document', 'card', 'plate'],
  thorough: ['face', 'head', 'screen', 'document', 'card', 'plate'],
}
