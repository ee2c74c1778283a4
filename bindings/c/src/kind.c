#include "migrayt_host/kind.h"

#include <string.h>

static const struct {
    migrayt_status code;
    const char *name;
} kinds[] = {
    {MIGRAYT_UNEXPECTED, "Unexpected"},
    {MIGRAYT_CANCELLED, "Cancelled"},
    {MIGRAYT_MISUSE, "Misuse"},
    {MIGRAYT_CONFIG_INVALID, "ConfigInvalid"},
    {MIGRAYT_INPUT_INVALID, "InputInvalid"},
    {MIGRAYT_UNSUPPORTED, "Unsupported"},
    {MIGRAYT_UNAUTHENTICATED, "Unauthenticated"},
    {MIGRAYT_PERMISSION_DENIED, "PermissionDenied"},
    {MIGRAYT_NEEDS_CONSENT, "NeedsConsent"},
    {MIGRAYT_NOT_FOUND, "NotFound"},
    {MIGRAYT_ALREADY_EXISTS, "AlreadyExists"},
    {MIGRAYT_CONFLICT, "Conflict"},
    {MIGRAYT_RATE_LIMITED, "RateLimited"},
    {MIGRAYT_TIMEOUT, "Timeout"},
    {MIGRAYT_UNAVAILABLE, "Unavailable"},
    {MIGRAYT_DATA_CORRUPT, "DataCorrupt"},
    {MIGRAYT_LEASE_LOST, "LeaseLost"},
    {MIGRAYT_LEASE_HELD, "LeaseHeld"},
};

static const size_t count = sizeof kinds / sizeof kinds[0];

const char *migrayt_host_kind_name(migrayt_status code) {
    for (size_t i = 0; i < count; i++) {
        if (kinds[i].code == code) {
            return kinds[i].name;
        }
    }
    return kinds[0].name;
}

migrayt_status migrayt_host_kind_code(const char *name) {
    for (size_t i = 0; name != NULL && i < count; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            return kinds[i].code;
        }
    }
    return 0;
}

migrayt_status migrayt_host_kind_known(migrayt_status status) {
    for (size_t i = 0; i < count; i++) {
        if (kinds[i].code == status) {
            return status;
        }
    }
    return status > 0 ? MIGRAYT_UNEXPECTED : status;
}
