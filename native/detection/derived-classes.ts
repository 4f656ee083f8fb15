import { type DerivedClass, derivableClasses } from '../../core/detection/derive-detections.ts'
import { type DetectionClass, detectionClasses } from '../../core/detection/detection.ts'
import type { FieldReader } from './field-reader.ts'

/** Reads an entry of a manifest's `derived`. */
export function readDerived(field: FieldReader): DerivedClass {
  const fields = field.object(['class', 'from', 'thresholds'])
  const thresholds = fields.thresholds.object(['start', 'continue'])
  const start = thresholds.start.number(0.01, 1)
  return {
    class: fields.class.oneOf(derivableClasses),
    from: fields.from.list((name) => name.oneOf(detectionClasses), 1),
    thresholds: { start, continue: thresholds.continue.number(0.01, start) },
  }
}

/** The rules that make the asked classes. */
export function rulesFor(
  derived: readonly DerivedClass[] | undefined,
  classes: readonly DetectionClass[],
): readonly DerivedClass[] {
  return derived?.filter((rule) => classes.includes(rule.class)) ?? []
}

/** The asked classes and, as evidence, those that they are derived from; in the order of FORMATS.md. */
export function withEvidence(
  derived: readonly DerivedClass[] | undefined,
  classes: readonly DetectionClass[],
): readonly DetectionClass[] {
  const evidence = rulesFor(derived, classes).flatMap((rule) => rule.from)
  return detectionClasses.filter((name) => classes.includes(name) || evidence.includes(name))
}
