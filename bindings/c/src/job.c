#include "migrayt_host/job.h"

migrayt_status migrayt_host_start(migrayt_engine *engine, const char *job, migrayt_bytes bytes,
                                  migrayt_run **run, migrayt_host_failure *failure) {
    if (run != NULL) {
        *run = NULL;
    }
    migrayt_bytes json = migrayt_host_bytes(job);
    migrayt_error *error = NULL;
    migrayt_status status =
        migrayt_run_start(engine, json.data, json.length, bytes.data, bytes.length, run, &error);
    return migrayt_host_failure_take(failure, status, error);
}

migrayt_status migrayt_host_job(migrayt_engine *engine, const char *job, migrayt_bytes bytes,
                                const migrayt_host *host, migrayt_host_text *result,
                                migrayt_host_failure *failure) {
    migrayt_host_text_free(result);
    migrayt_run *run = NULL;
    migrayt_status status = migrayt_host_start(engine, job, bytes, &run, failure);
    if (status == MIGRAYT_OK) {
        status = migrayt_host_serve(run, host, result, failure);
    }
    migrayt_run_free(run);
    return status;
}
