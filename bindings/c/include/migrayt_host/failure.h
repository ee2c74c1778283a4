// What went wrong, as a struct of C strings.

#ifndef MIGRAYT_HOST_FAILURE_H
#define MIGRAYT_HOST_FAILURE_H

#include "kind.h"
#include "text.h"

#ifdef __cplusplus
extern "C" {
#endif

// An error. Set it to zero first; a call that is given it frees what it held, fills it if the call
// failed, and leaves it empty if not. It holds ids, names and numbers, never content and never a
// secret.
//
// Ownership: all texts belong to it and are there until it is used again or freed. Threads: one at
// a time.
typedef struct {
    // Its kind, what the function answered; 0 if nothing went wrong. Never a number that migrayt.h
    // does not name: that is MIGRAYT_UNEXPECTED.
    migrayt_status code;
    // The kind's name. This and all other texts are NULL if nothing went wrong.
    const char *kind;
    // Whether asking again can help.
    migrayt_host_retry retry;
    // The pause that the remote asked for, in milliseconds; 0 unless `retry` says so.
    uint64_t retry_after_ms;
    // Whether it may have happened all the same.
    migrayt_host_effect effect;
    // One sentence for a person, with the facts behind it.
    const char *message;
    // What to do about it, or NULL.
    const char *help;
    // The facts by name, as a JSON object of texts and numbers.
    const char *context;
    // All of it as JSON, with `causes` besides.
    const char *json;
    // Where the texts are.
    migrayt_host_text own;
} migrayt_host_failure;

// Moves an error of the library into `failure` and frees it. `status` is what the function answered
// with it; what is no error only empties `failure`. Answers the status as migrayt_host_kind_known
// does.
//
// Both pointers may be NULL: without a failure the error is only freed.
migrayt_status migrayt_host_failure_take(migrayt_host_failure *failure, migrayt_status status,
                                         migrayt_error *error);

// Fills `failure` with an error of the program's own, that nothing happened by and that nothing can
// be retried of. `message` is one sentence. Answers `code`.
migrayt_status migrayt_host_failure_set(migrayt_host_failure *failure, migrayt_status code,
                                        const char *message);

// Frees it; it is empty and may be used again. NULL is a no-op.
void migrayt_host_failure_free(migrayt_host_failure *failure);

#ifdef __cplusplus
}
#endif

#endif
