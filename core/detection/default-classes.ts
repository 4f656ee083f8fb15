import { type DetectionClass, type DetectionProfile, detectionClasses, type Search } from './detection.ts'

/** What is looked for when nobody says what. The price of each class stands in docs/adr/0007-default-classes.md. */
export const defaultClasses: Readonly<Record<DetectionProfile, readonly DetectionClass[]>> = {
  fast: ['face', 'head'],
  balanced: ['face', 'head', 'screen', 'document', 'card', 'plate'],
  thorough: ['face', 'head', 'screen', 'document', 'card', 'plate'],
}

/**
 * What a redaction's proposals are found by: what is hidden unasked, and persons and hands as evidence, so that more of somebody can be
 * hidden where a person asks for that.
 */
export const redactionSearch: Search = {
  profile: 'balanced',
  classes: detectionClasses.filter((name) => name === 'person' || defaultClasses.balanced.includes(name)),
  extent: 'head',
}
