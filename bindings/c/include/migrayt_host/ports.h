// The ports that a program can implement, as tables of functions named like the questions.
//
// The pages about embedding tell what each question holds and how it is answered. A function that
// is NULL answers `Unsupported`.

#ifndef MIGRAYT_HOST_PORTS_H
#define MIGRAYT_HOST_PORTS_H

#include "answer.h"
#include "question.h"

#ifdef __cplusplus
extern "C" {
#endif

// Answers one question. `state` is that of the port's table.
//
// It adds JSON to `answer->value` (nothing is null), perhaps bytes, and returns
// - MIGRAYT_OK: that is the answer;
// - the kind of an error, such as MIGRAYT_NOT_FOUND: the answer is that error, with what it set of
//   `retry`, `effect` and `code`;
// - MIGRAYT_WAITING: the answer comes later, by migrayt_host_answer_send with the question's
//   run and number.
//
// It is called by the thread that pumps the run, and the run tells nothing else meanwhile. `answer`
// is freed by the caller.
typedef migrayt_status (*migrayt_host_method)(void *state, const migrayt_host_question *question,
                                              migrayt_host_answer *answer);

// A tracker that items are read from.
typedef struct {
    // Given to each function.
    void *state;
    migrayt_host_method describe, catalog, read, open, pull, close;
} migrayt_host_source;

// A tracker that items are written to.
typedef struct {
    // Given to each function.
    void *state;
    migrayt_host_method describe, catalog, high_water, apply, read_back, sweep, properties, prepare,
        finish, attach_begin, attach_piece, attach_end, attach_abort, open, pull, close;
} migrayt_host_target;

// A table of texts in which the engine keeps its journal.
typedef struct {
    // Given to each function.
    void *state;
    migrayt_host_method describe, get, scan, commit;
} migrayt_host_journal;

// A place for secrets.
typedef struct {
    // Given to each function.
    void *state;
    migrayt_host_method describe, put, hold, rotate, stage, promote, destroy, names;
} migrayt_host_vault;

// Who a token belongs to.
typedef struct {
    // Given to the function.
    void *state;
    migrayt_host_method look_up;
} migrayt_host_directory;

// A person who is asked for a secret.
typedef struct {
    // Given to the function.
    void *state;
    migrayt_host_method ask;
} migrayt_host_prompt;

// A person who consents in a browser.
typedef struct {
    // Given to the function.
    void *state;
    migrayt_host_method ask;
} migrayt_host_consent;

// What the job `conformance` asks for besides the port that it looks at.
typedef struct {
    // Given to the function.
    void *state;
    migrayt_host_method empty;
} migrayt_host_conformance;

#ifdef __cplusplus
}
#endif

#endif
