import { XMLParser, XMLValidator } from 'fast-xml-parser'
import type { SidecarValue } from '../../../core/intake/sidecar.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { SidecarProblem } from './sidecar-text.ts'

const attributesKey = ':@'
const textKey = '#text'
const literalKey = '#cdata'

const deepest = 32

/** The five names of XML itself (XML 1.0, 4.6) and characters by number; nothing that a document could declare. */
const references = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g
const named = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

function character(code: number): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
}

function unescaped(text: string): string {
  return text.replaceAll(references, (_, name: string | undefined, decimal: string | undefined, hex: string) => {
    if (name !== undefined) return named.get(name) ?? ''
    return character(decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal))
  })
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function asEntries(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

/** A part of an element: text, or an element of its own with its attributes. */
function partOf([key, inside]: readonly [string, unknown], literal: boolean): SidecarValue {
  if (key === textKey) return literal ? String(inside) : unescaped(String(inside))
  if (key === attributesKey) return asEntries(inside).map(([name, text]) => ({ [name]: unescaped(String(text)) }))
  const parts = partsOf(inside, key === literalKey)
  return key === literalKey ? parts : { [key]: parts }
}

function partsOf(nodes: unknown, literal: boolean): readonly SidecarValue[] {
  return asList(nodes).flatMap((node) => {
    const entries = asEntries(node)
    const attributes = entries.find(([key]) => key === attributesKey)
    const [element] = entries.filter(([key]) => key !== attributesKey)
    if (!element) return []
    const part = partOf(element, literal)
    return attributes ? [withAttributes(element[0], part, partOf(attributes, false))] : [part]
  })
}

/** Attributes count as fields of their element. */
function withAttributes(name: string, part: SidecarValue, attributes: SidecarValue): SidecarValue {
  return [part, { [name]: attributes }]
}

/**
 * Reads XML as fields, without its outermost element. No document type is read: it could declare entities that grow without
 * end or name other files (OWASP, XML External Entity Prevention), and no sidecar needs one.
 */
export function xmlContent(text: string): Result<SidecarValue, SidecarProblem> {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text))
    return failed('it declares a document type or entities, which are not allowed in a sidecar')
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    textNodeName: textKey,
    cdataPropName: literalKey,
    removeNSPrefix: true,
    processEntities: false,
    parseTagValue: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    maxNestedTags: deepest,
  })
  try {
    if (XMLValidator.validate(text) !== true) return failed('it is not sound XML')
    const root = partsOf(parser.parse(text), false)
    return ok(root.flat().flatMap((part) => (typeof part === 'object' ? Object.values(part ?? {}) : [])))
  } catch (error) {
    // The library throws plain errors for what is too deep, reserved or not well-formed; its words are for programmers.
    if (error instanceof Error) return failed(`it is not sound XML, or nested more than ${deepest} deep`)
    throw error
  }
}
