/**
 * ONNX Runtime's published builds upload usage to their maker over HTTPS, and keep an identifier of the machine, unless this
 * is set before the library is loaded (onnxruntime pull requests 27379 and 29843). Occlude makes no connections. Children
 * inherit it.
 */
process.env['ORT_DISABLE_TELEMETRY'] = '1'
