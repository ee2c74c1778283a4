// Something that a run told, fetched and read by one call.

#ifndef MIGRAYT_HOST_EVENT_H
#define MIGRAYT_HOST_EVENT_H

#include "failure.h"

#ifdef __cplusplus
extern "C" {
#endif

// An event. Set it to zero first.
//
// Ownership: `json` and `bytes` belong to it and are there until it is used again or freed, also
// after the run. Threads: one at a time.
typedef struct {
    // The handle; NULL if there was none.
    migrayt_event *handle;
    // One of MIGRAYT_PROGRESS, MIGRAYT_REQUEST, MIGRAYT_STATE, MIGRAYT_LOG and MIGRAYT_RESULT. Pass
    // over a number that you do not know.
    uint32_t kind;
    // The number by which a question is answered; 0 for every other kind.
    uint64_t request;
    // A JSON object whose shape follows from the kind.
    migrayt_bytes json;
    // Bytes that go with a question.
    migrayt_bytes bytes;
} migrayt_host_event;

// Waits for the next event and reads it: for ever if `timeout_ms` is negative, not at all if it is
// 0. What `event` held is freed first.
//
// Answers MIGRAYT_OK with an event, MIGRAYT_WAITING if there was none in the time, MIGRAYT_END
// after the last one. Threads: one at a time for each run.
//
// Errors: why the job failed, once.
migrayt_status migrayt_host_next(migrayt_run *run, int32_t timeout_ms, migrayt_host_event *event,
                                 migrayt_host_failure *failure);

// Frees it; it is empty and may be used again. NULL is a no-op.
void migrayt_host_event_free(migrayt_host_event *event);

#ifdef __cplusplus
}
#endif

#endif
