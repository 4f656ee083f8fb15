/** What would move a cursor, clear a screen or turn the direction of writing: names, notes and reasons may hold it. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

/** One line that does nothing to a terminal or a window but stand there: whatever acts is a question mark. */
export function plainLine(text: string): string {
  return text.replaceAll(unprintable, '?')
}
