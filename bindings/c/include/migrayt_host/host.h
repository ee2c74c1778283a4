// The pump: events of a run become calls of the program's functions.

#ifndef MIGRAYT_HOST_HOST_H
#define MIGRAYT_HOST_HOST_H

#include "ports.h"

#ifdef __cplusplus
extern "C" {
#endif

// Is told progress, states and lines of the log. It is called by the thread that pumps the run, and
// may pause or cancel it.
typedef void (*migrayt_host_listener)(void *state, migrayt_run *run,
                                      const migrayt_host_event *event);

// What a program does for runs. Set it to zero first. It and its ports are only read: several runs,
// on several threads, may share them if the functions can bear it.
typedef struct {
    // The ports that the program implements; NULL for others.
    const migrayt_host_source *source;
    const migrayt_host_target *target;
    const migrayt_host_journal *journal;
    const migrayt_host_vault *vault;
    const migrayt_host_directory *directory;
    const migrayt_host_prompt *prompt;
    const migrayt_host_consent *consent;
    const migrayt_host_conformance *conformance;
    // Given to `tell` and to `otherwise`.
    void *state;
    // Is told what is no question and not the result; NULL to pass over it.
    migrayt_host_listener tell;
    // Answers a question that no function of a port is there for; NULL to answer `Unsupported`.
    migrayt_host_method otherwise;
} migrayt_host;

// Does what one event asks for: calls the function and sends its answer, or tells the listener. A
// result, and a kind that is not known, are passed over. A host of NULL has nothing and answers
// `Unsupported`. Threads: any.
//
// Errors: those of migrayt_host_answer_send.
migrayt_status migrayt_host_handle(const migrayt_host *host, migrayt_run *run,
                                   const migrayt_host_event *event, migrayt_host_failure *failure);

// Pumps a run to its end and answers MIGRAYT_OK when it came to it. `result`, unless it is NULL,
// gets the JSON of the result in place of what it held; its owner frees it. Threads: one at a time
// for each run.
//
// Errors: why the job failed; those of migrayt_host_handle, after which the run may be pumped on.
migrayt_status migrayt_host_serve(migrayt_run *run, const migrayt_host *host,
                                  migrayt_host_text *result, migrayt_host_failure *failure);

#ifdef __cplusplus
}
#endif

#endif
