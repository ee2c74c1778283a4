// The C ABI of Migrayt, which moves work items between trackers.
//
// A program makes an engine, starts jobs on it and fetches their events. There are no callbacks:
// a connector, vault, journal or directory that the program implements itself is asked by events
// of the kind MIGRAYT_REQUEST, and answers with migrayt_answer. Jobs, events and questions are
// JSON, which docs/embedding.md describes.
//
// Every function:
// - never unwinds and never aborts; a fault of the library is an error like any other;
// - takes NULL for any pointer and answers MIGRAYT_MISUSE, or does nothing if it only frees;
// - takes texts as pointer and length, in UTF-8 without a NUL at their end;
// - gives its error to `error`, to be freed by migrayt_error_free; `error` may be NULL; after a
//   call that was good it is NULL.
//
// A handle is used by one thread at a time, or the call answers MIGRAYT_MISUSE; pausing, resuming,
// cancelling and answering are for any thread at any time. A handle that was freed is refused and
// not followed. After a fork only the parent may use the library; the child is told so.
//
// Made from the sources: do not edit it.

#ifndef MIGRAYT_H
#define MIGRAYT_H

#include <stddef.h>
#include <stdint.h>

// The version of this header: the major version of the library times 65,536, and its minor version.
#define MIGRAYT_ABI_VERSION 1

// How far the run has come. A newer one takes the place of one that was not fetched yet.
#define MIGRAYT_PROGRESS 1

// A question to the host, to be answered by `migrayt_answer` with the event's `request`.
#define MIGRAYT_REQUEST 2

// The run stands otherwise than before: it is ready, paused or goes on.
#define MIGRAYT_STATE 3

// A line of the log.
#define MIGRAYT_LOG 4

// The result. It is the last event.
#define MIGRAYT_RESULT 5

// One migration for one caller, with the threads that carry it. Freed by `migrayt_engine_free`.
typedef struct migrayt_engine migrayt_engine;

// What went wrong. Freed by `migrayt_error_free`.
typedef struct migrayt_error migrayt_error;

// Something that a run told. Freed by `migrayt_event_free`.
typedef struct migrayt_event migrayt_event;

// One job that goes on in the background. Freed by `migrayt_run_free`.
typedef struct migrayt_run migrayt_run;

// `MIGRAYT_OK` if it was done, `MIGRAYT_WAITING` or `MIGRAYT_END` from `migrayt_run_next`; every
// number above zero is the kind of an error. A number that a host does not know is to be taken for
// `MIGRAYT_UNEXPECTED`.
typedef int32_t migrayt_status;

// Bytes that belong to a handle and are there until it is freed. Texts are UTF-8 and do not end in
// a NUL.
typedef struct {
    // Where they begin; may be anything if there are none.
    const uint8_t *data;
    // How many there are.
    size_t length;
} migrayt_bytes;

// How an engine is made. Set all of it to zero first, and then `size` and `abi_version`.
typedef struct {
    // `sizeof(migrayt_options)`.
    size_t size;
    // `MIGRAYT_ABI_VERSION`: the version of the header that the program was built with.
    uint32_t abi_version;
    // The options as JSON, or nothing: an engine without a configuration.
    const uint8_t *json;
    // The length of the options in bytes.
    size_t json_length;
    // The token that the caller shows to the host's directory, or nothing. It is copied, and the
    // copy is zeroed with the engine.
    const uint8_t *token;
    // The length of the token in bytes.
    size_t token_length;
} migrayt_options;

// What an event says. Set `size` before the call.
typedef struct {
    // `sizeof(migrayt_event_view)`.
    size_t size;
    // What it is: one of `MIGRAYT_PROGRESS`, `MIGRAYT_REQUEST`, `MIGRAYT_STATE`, `MIGRAYT_LOG` and
    // `MIGRAYT_RESULT`. Pass over a number that you do not know.
    uint32_t kind;
    // The number by which a question is answered; 0 for every other kind.
    uint64_t request;
    // A JSON object whose shape follows from the kind.
    migrayt_bytes json;
    // Bytes that go with a question: a piece of a file, a secret.
    migrayt_bytes bytes;
} migrayt_event_view;

// What an error says. Set `size` before the call.
typedef struct {
    // `sizeof(migrayt_error_view)`.
    size_t size;
    // Its kind, the same number as the function answered.
    migrayt_status code;
    // Whether asking again can help: 0 never, 1 after a pause, 2 after `retry_after_ms`.
    uint32_t retry;
    // The pause that the remote asked for, in milliseconds; 0 unless `retry` is 2.
    uint64_t retry_after_ms;
    // Whether it may have happened all the same: 0 certainly not, 1 perhaps.
    uint32_t effect;
    // One sentence for a person, with the facts behind it.
    migrayt_bytes message;
    // All of it as JSON: `code`, `kind`, `retry`, `retry_after_ms`, `effect`, `message` (without
    // the facts), `help`, `context` (the facts) and `causes`.
    migrayt_bytes json;
} migrayt_error_view;

// It was done.
#define MIGRAYT_OK 0

// Nothing happened in the time that was given.
#define MIGRAYT_WAITING -1

// The run is over, and its last event was fetched.
#define MIGRAYT_END -2

// A fault of ours.
#define MIGRAYT_UNEXPECTED 1

// The caller asked to stop.
#define MIGRAYT_CANCELLED 2

// A call that breaks the contract of this header.
#define MIGRAYT_MISUSE 3

// A configuration or mapping that cannot be used as it is.
#define MIGRAYT_CONFIG_INVALID 10

// Data that the operation cannot take.
#define MIGRAYT_INPUT_INVALID 11

// An ability that is not there.
#define MIGRAYT_UNSUPPORTED 12

// The credential is not accepted.
#define MIGRAYT_UNAUTHENTICATED 20

// The credential lacks a right.
#define MIGRAYT_PERMISSION_DENIED 21

// The grant has ended; a person must consent again.
#define MIGRAYT_NEEDS_CONSENT 22

// It does not exist, or not for this caller.
#define MIGRAYT_NOT_FOUND 30

// It exists already.
#define MIGRAYT_ALREADY_EXISTS 31

// It changed since, or belongs to another run or mapping.
#define MIGRAYT_CONFLICT 32

// The remote asks to slow down.
#define MIGRAYT_RATE_LIMITED 40

// No answer in time.
#define MIGRAYT_TIMEOUT 41

// It cannot be reached or cannot answer.
#define MIGRAYT_UNAVAILABLE 42

// An answer or a file that does not hold together.
#define MIGRAYT_DATA_CORRUPT 50

// Another worker took the run over.
#define MIGRAYT_LEASE_LOST 60

// Another worker holds the run.
#define MIGRAYT_LEASE_HELD 61

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// The version of the library's ABI, to be compared with `MIGRAYT_ABI_VERSION` of the header before
// anything else is called. Callable from any thread at any time.
uint32_t migrayt_abi_version(void);

// Tells what the library is, as JSON: `version`, `abi`, `features`, `jobs`, `os` and `arch`.
//
// Ownership: the text is the library's, is there for ever and is not freed. Threads: any, at any
// time.
migrayt_status migrayt_about(migrayt_bytes *about, migrayt_error **error);

// Makes an engine.
//
// Ownership: `*engine` is the caller's, to be freed by `migrayt_engine_free`; what `options` points
// to is copied. Threads: any.
//
// Errors: `MIGRAYT_MISUSE` for a program that was built for another version of the ABI;
// `MIGRAYT_INPUT_INVALID` and `MIGRAYT_CONFIG_INVALID` with what is wrong with the options and
// where; `MIGRAYT_UNAVAILABLE` if the system gives no threads.
migrayt_status migrayt_engine_new(const migrayt_options *options,
                                  migrayt_engine **engine,
                                  migrayt_error **error);

// Frees an engine. NULL and a handle that was freed are no-ops.
//
// Runs that still go on are given up, as if the process had been killed: nothing is lost, and what
// was under way is in doubt until the next run. Their handles stay good and are still to be freed.
// It returns when all of this is done. Threads: any, once nobody else uses the handle.
void migrayt_engine_free(migrayt_engine *engine);

// Starts a job: `json` names it and holds its arguments, `bytes` is what it takes besides, a
// secret say.
//
// Ownership: `*run` is the caller's, to be freed by `migrayt_run_free`; `json` and `bytes` are
// copied. Threads: one at a time for each engine.
//
// Errors: `MIGRAYT_INPUT_INVALID` with the place, if there is no such job or it is not of its
// shape. What goes wrong later is told by `migrayt_run_next`.
migrayt_status migrayt_run_start(migrayt_engine *engine,
                                 const uint8_t *json,
                                 size_t json_length,
                                 const uint8_t *bytes,
                                 size_t bytes_length,
                                 migrayt_run **run,
                                 migrayt_error **error);

// Waits for the next event, for at most `timeout_ms` milliseconds: for ever if it is negative, not
// at all if it is 0.
//
// Answers `MIGRAYT_OK` with an event, `MIGRAYT_WAITING` if there was none in the time, and
// `MIGRAYT_END` after the last one. The last event of a job that came to its end is its result; a
// job that failed answers its error once, and then `MIGRAYT_END`.
//
// Ownership: `*event` is the caller's, to be freed by `migrayt_event_free`, also after the run.
// Threads: one at a time for each run.
//
// Errors: why the job failed, which may be `MIGRAYT_MISUSE` too; `MIGRAYT_CANCELLED` if it was
// cancelled.
migrayt_status migrayt_run_next(migrayt_run *run,
                                int32_t timeout_ms,
                                migrayt_event **event,
                                migrayt_error **error);

// A descriptor that can be read from while `migrayt_run_next` would not wait, for `poll`, `epoll`
// and event loops. It belongs to the run: wait on it, never read from it and never close it.
// Threads: any.
//
// Errors: `MIGRAYT_UNSUPPORTED` where the system has none (it is an eventfd of Linux).
migrayt_status migrayt_run_descriptor(migrayt_run *run, int32_t *descriptor, migrayt_error **error);

// Answers a question: `json` is `{"ok": value}` or `{"error": {"kind": "NotFound", ...}}`, and may
// be empty for a value of null; `bytes` is what goes with it. Threads: any, at any time.
//
// Errors: `MIGRAYT_NOT_FOUND` if nobody waits for the answer, because it came already or because
// the run does not need it any more; `MIGRAYT_INPUT_INVALID` if it is neither, and the question
// stays open.
migrayt_status migrayt_answer(migrayt_run *run,
                              uint64_t request,
                              const uint8_t *json,
                              size_t json_length,
                              const uint8_t *bytes,
                              size_t bytes_length,
                              migrayt_error **error);

// Lets a run rest at the next edge between operations; an event of the kind `MIGRAYT_STATE` tells
// that it rests. Nothing holds the run meanwhile. Threads: any, at any time.
//
// Errors: `MIGRAYT_UNSUPPORTED` for a job that cannot rest: only `run` and `retry` can.
migrayt_status migrayt_run_pause(migrayt_run *run, migrayt_error **error);

// Lets a run that rests go on. Threads: any, at any time.
//
// Errors: `MIGRAYT_UNSUPPORTED` for a job that cannot rest.
migrayt_status migrayt_run_resume(migrayt_run *run, migrayt_error **error);

// Asks a job to stop: nothing new is begun, and what is under way is waited for. Go on with
// `migrayt_run_next`, and answer what is still asked, to the end. Threads: any, at any time.
migrayt_status migrayt_run_cancel(migrayt_run *run, migrayt_error **error);

// Frees a run. NULL and a handle that was freed are no-ops.
//
// A job that still goes on is given up, as if the process had been killed: nothing is lost, and
// what was under way is in doubt until the next run. It returns when all that the job held is gone.
// Events of the run stay good. Threads: any.
void migrayt_run_free(migrayt_run *run);

// Tells what an event says.
//
// Ownership: what `view` points to belongs to the event and is there until that is freed. Threads:
// one at a time for each event.
migrayt_status migrayt_event_read(const migrayt_event *event,
                                  migrayt_event_view *view,
                                  migrayt_error **error);

// Frees an event, and zeroes its JSON. NULL and a handle that was freed are no-ops. Threads: any,
// once nobody else uses the handle.
void migrayt_event_free(migrayt_event *event);

// Tells what an error says. It holds ids, names and numbers, never content and never a secret.
//
// Ownership: what `view` points to belongs to `of` and is there until that is freed. Threads: one
// at a time for each error.
migrayt_status migrayt_error_read(const migrayt_error *of,
                                  migrayt_error_view *view,
                                  migrayt_error **error);

// Frees an error. NULL and a handle that was freed are no-ops. Threads: any, once nobody else uses
// the handle.
void migrayt_error_free(migrayt_error *error);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* MIGRAYT_H */
