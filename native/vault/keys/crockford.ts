const digits = '0123456789abcdefghjkmnpqrstvwxyz'

/** What people type for what they see: O for 0, I and L for 1 (Crockford's base32). */
const misread: Readonly<Record<string, string>> = { o: '0', i: '1', l: '1' }

/** Base32 digits, lower case, of bytes whose number of bits is a multiple of 5. */
export function toBase32(bytes: Uint8Array): string {
  if ((bytes.length * 8) % 5 !== 0) throw new RangeError('bits are left over')
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? []).map((five) => digits.charAt(Number.parseInt(five, 2))).join('')
}

/** The bytes of base32 digits that make whole ones. Throws on anything else (a bug: `base32Digits` has checked it). */
export function fromBase32(text: string): Uint8Array {
  if ((text.length * 5) % 8 !== 0) throw new RangeError('bits are left over')
  const bits = base32Values(text).map((value) => value.toString(2).padStart(5, '0'))
  return Uint8Array.from(bits.join('').match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2))
}

/** The value of each digit, 0 to 31. Throws on what is no digit. */
export function base32Values(text: string): number[] {
  return [...text].map((digit) => {
    const value = digits.indexOf(digit)
    if (value < 0) throw new RangeError('not a digit of base32')
    return value
  })
}

/** Text as typed, in the digits it means: case, spaces and hyphens do not matter. What is no digit becomes `?`. */
export function base32Digits(typed: string): string {
  const plain = typed.toLowerCase().replaceAll(/[\s\-–—]/gu, '')
  return [...plain].map((digit) => misread[digit] ?? (digits.includes(digit) ? digit : '?')).join('')
}

/** The digit of a value. */
export function base32Digit(value: number): string {
  return digits.charAt(value)
}
