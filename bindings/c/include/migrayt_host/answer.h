// What the program answers to a question.

#ifndef MIGRAYT_HOST_ANSWER_H
#define MIGRAYT_HOST_ANSWER_H

#include "failure.h"

#ifdef __cplusplus
extern "C" {
#endif

// The longest code of an error, in characters.
#define MIGRAYT_HOST_CODE 64

// An answer that is being made. Set it to zero first. Threads: one at a time.
typedef struct {
    // The value as JSON; nothing is null. It is not looked at if the answer is an error.
    migrayt_host_text value;
    // Bytes that go with it: a piece of a file, a secret.
    migrayt_host_text bytes;
    // Of an error: whether asking again can help.
    migrayt_host_retry retry;
    // Of an error: the pause in milliseconds, if `retry` is MIGRAYT_HOST_AFTER.
    uint64_t retry_after_ms;
    // Of an error: whether it may have happened all the same. Say so if a write certainly did not.
    migrayt_host_effect effect;
    // Of an error: a short name for your own use, of letters, digits and `. _ -`; or none. It is
    // all of your own words that an error of the engine ever holds.
    char code[MIGRAYT_HOST_CODE + 1];
} migrayt_host_answer;

// Sends an answer: its value if `outcome` is MIGRAYT_OK, an error of the kind `outcome` if it is
// above zero. A question that nobody waits for any more is no error. Threads: any, at any time.
//
// A value that is no JSON, and one that there was no memory for, are answered with an error of the
// kind `Unexpected` and the code `not-json` or `no-memory`, so that no question stays open by
// mistake.
//
// Errors: those of migrayt_answer; MIGRAYT_MISUSE if `outcome` is below zero.
migrayt_status migrayt_host_answer_send(migrayt_run *run, uint64_t request, migrayt_status outcome,
                                        const migrayt_host_answer *answer,
                                        migrayt_host_failure *failure);

// Sends an answer that is written already, `{"ok": ...}` or `{"error": ...}`. Threads: any, at any
// time.
//
// Errors: those of migrayt_answer; MIGRAYT_NOT_FOUND, too, if nobody waits for it any more.
migrayt_status migrayt_host_answer_json(migrayt_run *run, uint64_t request, const char *json,
                                        migrayt_bytes bytes, migrayt_host_failure *failure);

// Zeroes and frees it; it is empty and may be used again. NULL is a no-op.
void migrayt_host_answer_free(migrayt_host_answer *answer);

#ifdef __cplusplus
}
#endif

#endif
