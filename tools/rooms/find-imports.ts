import { type Expression, parseSync, Visitor } from 'oxc-parser'

/** One place where a source file reaches for another file or a package. */
export type Import = {
  /** What is asked for as written, or null where it is computed when the program runs. */
  readonly specifier: string | null
  /** From 1. */
  readonly line: number
  /** The road taken, for the message. */
  readonly road: 'import' | 'import()' | 'type import()' | 'require' | 'declare module' | 'path' | 'reference comment'
}

type Node = { readonly type: string; readonly start: number }
type Found = (node: Node, road: Import['road'], specifier: string | null) => void

const relativeFile = /^\.{1,2}\/.*\.(?:ts|tsx|mts|cts|js|jsx|mjs|cjs|json|wasm|onnx)$/
const requiring = new Set(['require', 'getBuiltinModule'])

/** AssemblyScript decorates functions, which TypeScript's grammar refuses: blanked, nothing moves. */
function withoutFunctionDecorators(source: string): string {
  return source.replace(/^[ \t]*@\w+(?:\([^)\n]*\))?(?=\s)/gm, (decorator) => ' '.repeat(decorator.length))
}

function literalOf(
  node: Node & {
    readonly value?: unknown
    readonly quasis?: readonly { readonly value: { readonly cooked: string | null } }[]
  },
): string | null {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node.type === 'TemplateLiteral' && node.quasis?.length === 1) return node.quasis[0]?.value.cooked ?? null
  return null
}

/** Whether a call loads by name: `require`, `module.require`, `process.getBuiltinModule`, `import.meta.resolve`. */
function isLoading(callee: Expression): boolean {
  if (callee.type === 'Identifier') return requiring.has(callee.name)
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return false
  const resolving = callee.object.type === 'MetaProperty' && callee.property.name === 'resolve'
  return resolving || requiring.has(callee.property.name)
}

function visitorOf(found: Found): Visitor {
  const path = (node: Node): void => {
    const text = literalOf(node)
    if (text !== null && relativeFile.test(text)) found(node, 'path', text)
  }
  return new Visitor({
    ImportDeclaration: (node) => found(node, 'import', node.source.value),
    ExportNamedDeclaration: (node) => node.source && found(node, 'import', node.source.value),
    ExportAllDeclaration: (node) => found(node, 'import', node.source.value),
    ImportExpression: (node) => found(node, 'import()', literalOf(node.source)),
    TSImportType: (node) => found(node, 'type import()', node.source.value),
    TSExternalModuleReference: (node) => found(node, 'require', node.expression.value),
    TSModuleDeclaration: (node) => {
      if (node.id.type === 'Literal') found(node, 'declare module', node.id.value)
    },
    CallExpression: (node) => {
      if (!isLoading(node.callee)) return
      const [first] = node.arguments
      found(node, 'require', first === undefined ? null : literalOf(first))
    },
    Literal: path,
    TemplateLiteral: path,
  })
}

/**
 * Every road by which a source file reaches another file or a package: static, dynamic and type-only imports,
 * re-exports, `require`, paths of files written as text (a worker's script, a model), reference comments.
 * Throws when the file cannot be parsed: what cannot be read cannot be judged.
 */
export function findImports(path: string, source: string): readonly Import[] {
  const text = path.includes('/assembly/') ? withoutFunctionDecorators(source) : source
  const { program, comments, errors } = parseSync(path, text)
  const [error] = errors
  if (error) throw new Error(`${path} cannot be parsed: ${error.message}`)
  const imports: Import[] = []
  const found = (start: number, road: Import['road'], specifier: string | null): void => {
    const line = text.slice(0, start).split('\n').length
    const seen = imports.some((other) => other.line === line && other.specifier === specifier)
    if (!seen) imports.push({ specifier, line, road })
  }
  visitorOf((node, road, specifier) => found(node.start, road, specifier)).visit(program)
  for (const comment of comments) {
    const reference = /^\/\s*<reference\s+(?:path|types|lib)=["']([^"']*)/.exec(comment.value)
    if (reference) found(comment.start, 'reference comment', reference[1] ?? null)
  }
  return imports
}
