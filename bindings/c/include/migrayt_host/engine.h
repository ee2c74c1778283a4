// Making engines from C strings.

#ifndef MIGRAYT_HOST_ENGINE_H
#define MIGRAYT_HOST_ENGINE_H

#include "failure.h"

#ifdef __cplusplus
extern "C" {
#endif

// Whether the library that the program runs with is of the version of the header that this layer
// was built with. Call it first to tell it early; migrayt_host_engine_new does so, too. Threads:
// any.
//
// Errors: MIGRAYT_MISUSE if it is not.
migrayt_status migrayt_host_fits(migrayt_host_failure *failure);

// Makes an engine. `options` is JSON, or NULL for an engine without a configuration; `token` is
// what the caller shows to the host's directory, or NULL.
//
// Ownership: `*engine` is the caller's, to be freed by migrayt_engine_free; it is NULL after an
// error. The texts are copied. Threads: any.
//
// Errors: those of migrayt_engine_new, and of migrayt_host_fits.
migrayt_status migrayt_host_engine_new(const char *options, const char *token,
                                       migrayt_engine **engine, migrayt_host_failure *failure);

#ifdef __cplusplus
}
#endif

#endif
