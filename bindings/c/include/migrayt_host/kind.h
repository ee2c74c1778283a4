// Kinds of errors by name, and what an error says of trying again.

#ifndef MIGRAYT_HOST_KIND_H
#define MIGRAYT_HOST_KIND_H

#include <migrayt.h>
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

// Whether asking again can help.
typedef enum {
    // It cannot.
    MIGRAYT_HOST_NEVER = 0,
    // After a pause that the caller chooses.
    MIGRAYT_HOST_BACKOFF = 1,
    // After the pause that goes with it.
    MIGRAYT_HOST_AFTER = 2
} migrayt_host_retry;

// Whether something may have happened all the same.
typedef enum {
    // Nothing was said of it. In an answer the engine takes the worst that the question may have;
    // an error of the engine always says one of the others.
    MIGRAYT_HOST_UNSAID = 0,
    // Certainly nothing happened.
    MIGRAYT_HOST_NOTHING = 1,
    // It may have.
    MIGRAYT_HOST_PERHAPS = 2
} migrayt_host_effect;

// The name of a kind, as `"NotFound"` is that of MIGRAYT_NOT_FOUND; `"Unexpected"` of a number that
// is not known. It is a constant.
const char *migrayt_host_kind_name(migrayt_status code);

// The kind of a name; 0 if there is none of that name.
migrayt_status migrayt_host_kind_code(const char *name);

// A status as a program should take it: a kind that is not known is MIGRAYT_UNEXPECTED, everything
// else is itself.
migrayt_status migrayt_host_kind_known(migrayt_status status);

#ifdef __cplusplus
}
#endif

#endif
