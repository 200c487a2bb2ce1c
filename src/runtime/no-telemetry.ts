/**
 * Imported before onnxruntime-node, in the main thread: its Linux builds collect usage data in files of the home
 * directory and send them to Microsoft, unless this variable is set when they are loaded. A user who sets it to 0
 * keeps that.
 */
process.env.ORT_DISABLE_TELEMETRY ??= "1";
