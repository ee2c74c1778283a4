import koffi from 'koffi';

/**
 * The version of the header that this binding was written for: `MIGRAYT_ABI_VERSION`.
 */
export const ABI_VERSION = 1;

/** What functions answer beside the kinds of errors. */
export const OK = 0;
export const WAITING = -1;
export const END = -2;

const Bytes = koffi.struct({ data: 'void *', length: 'size_t' });

/** `migrayt_options` */
export const Options = koffi.struct({
  size: 'size_t',
  abi_version: 'uint32_t',
  json: 'const uint8_t *',
  json_length: 'size_t',
  token: 'const uint8_t *',
  token_length: 'size_t',
});

/** `migrayt_event_view` */
const EventView = koffi.struct({
  size: 'size_t',
  kind: 'uint32_t',
  request: 'uint64_t',
  json: Bytes,
  bytes: Bytes,
});

/** `migrayt_error_view` */
const ErrorView = koffi.struct({
  size: 'size_t',
  code: 'int32_t',
  retry: 'uint32_t',
  retry_after_ms: 'uint64_t',
  effect: 'uint32_t',
  message: Bytes,
  json: Bytes,
});

// Handles are 64 bits on every platform that the library is built for, and are never followed by
// the program: as numbers they need no conversion, and one that was freed is refused and no more.
const handle = 'uint64_t';
const handleOut = koffi.out(koffi.pointer('uint64_t'));
const bytes = koffi.pointer('uint8_t');
const status = 'int32_t';

/**
 * The functions of the header: their results and arguments.
 *
 * @type {Record<string, [result: any, given: any[]]>}
 */
export const FUNCTIONS = {
  migrayt_abi_version: ['uint32_t', []],
  migrayt_about: [status, [koffi.out(koffi.pointer(Bytes)), handleOut]],
  migrayt_engine_new: [status, [koffi.pointer(Options), handleOut, handleOut]],
  migrayt_engine_free: ['void', [handle]],
  migrayt_run_start: [status, [handle, bytes, 'size_t', bytes, 'size_t', handleOut, handleOut]],
  migrayt_run_next: [status, [handle, 'int32_t', handleOut, handleOut]],
  migrayt_run_descriptor: [status, [handle, koffi.out(koffi.pointer('int32_t')), handleOut]],
  migrayt_answer: [status, [handle, 'uint64_t', bytes, 'size_t', bytes, 'size_t', handleOut]],
  migrayt_run_pause: [status, [handle, handleOut]],
  migrayt_run_resume: [status, [handle, handleOut]],
  migrayt_run_cancel: [status, [handle, handleOut]],
  migrayt_run_free: ['void', [handle]],
  migrayt_event_read: [status, [handle, koffi.inout(koffi.pointer(EventView)), handleOut]],
  migrayt_event_free: ['void', [handle]],
  migrayt_error_read: [status, [handle, koffi.inout(koffi.pointer(ErrorView)), handleOut]],
  migrayt_error_free: ['void', [handle]],
};

/** An event view that is not filled in yet. */
export function eventView() {
  return { size: koffi.sizeof(EventView), kind: 0, request: 0, json: none(), bytes: none() };
}

/** An error view that is not filled in yet. */
export function errorView() {
  return {
    size: koffi.sizeof(ErrorView),
    code: 0,
    retry: 0,
    retry_after_ms: 0,
    effect: 0,
    message: none(),
    json: none(),
  };
}

function none() {
  return { data: null, length: 0 };
}
