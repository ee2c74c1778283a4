// Jobs from C strings.

#ifndef MIGRAYT_HOST_JOB_H
#define MIGRAYT_HOST_JOB_H

#include "bytes.h"
#include "host.h"

#ifdef __cplusplus
extern "C" {
#endif

// Starts a job: `job` is its JSON, `bytes` what it takes besides.
//
// Ownership: `*run` is the caller's, to be freed by migrayt_run_free; it is NULL after an error.
// Threads: one at a time for each engine.
//
// Errors: those of migrayt_run_start.
migrayt_status migrayt_host_start(migrayt_engine *engine, const char *job, migrayt_bytes bytes,
                                  migrayt_run **run, migrayt_host_failure *failure);

// Starts a job, pumps it to its end and frees it. `result`, unless it is NULL, gets the JSON of the
// result in place of what it held; its owner frees it. Threads: one at a time for each engine.
//
// A job that does not end by itself (`log`, `simulate`) is started with migrayt_host_start instead.
//
// Errors: those of migrayt_run_start, and why the job failed.
migrayt_status migrayt_host_job(migrayt_engine *engine, const char *job, migrayt_bytes bytes,
                                const migrayt_host *host, migrayt_host_text *result,
                                migrayt_host_failure *failure);

#ifdef __cplusplus
}
#endif

#endif
