/** Longest name that is shown, in UTF-16 units; longer ones keep their beginning and end. */
const longest = 1000

/** Controls, formatting marks (those of writing direction among them), separators of lines, halves of a pair. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}

function shortened(text: string): string {
  if (text.length <= longest) return text
  const half = Math.floor(longest / 2)
  return `${text.slice(0, half).toWellFormed()}...${text.slice(-half).toWellFormed()}`
}

/**
 * A name that may be shown on a terminal or in a list: one line, at most about 1,000 characters, in which whatever moves the
 * cursor or turns the direction of writing stands as `\u{202e}`. For people only: a name may
 * hold such an escape itself.
 */
export function displayName(text: string): string {
  return shortened(shortened(text).replaceAll(unprintable, escaped))
}
