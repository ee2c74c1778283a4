#include <migrayt_host.h>

#include "check.h"

static const migrayt_status all[] = {
    MIGRAYT_UNEXPECTED,    MIGRAYT_CANCELLED,   MIGRAYT_MISUSE,          MIGRAYT_CONFIG_INVALID,
    MIGRAYT_INPUT_INVALID, MIGRAYT_UNSUPPORTED, MIGRAYT_UNAUTHENTICATED, MIGRAYT_PERMISSION_DENIED,
    MIGRAYT_NEEDS_CONSENT, MIGRAYT_NOT_FOUND,   MIGRAYT_ALREADY_EXISTS,  MIGRAYT_CONFLICT,
    MIGRAYT_RATE_LIMITED,  MIGRAYT_TIMEOUT,     MIGRAYT_UNAVAILABLE,     MIGRAYT_DATA_CORRUPT,
    MIGRAYT_LEASE_LOST,    MIGRAYT_LEASE_HELD,
};

static void every_kind_has_its_name(void) {
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        CHECK(migrayt_host_kind_code(migrayt_host_kind_name(all[i])) == all[i]);
        CHECK(migrayt_host_kind_known(all[i]) == all[i]);
    }
    CHECK(is(migrayt_host_kind_name(MIGRAYT_NOT_FOUND), "NotFound"));
    CHECK(is(migrayt_host_kind_name(MIGRAYT_CONFIG_INVALID), "ConfigInvalid"));
}

static void what_is_not_known_is_unexpected(void) {
    CHECK(is(migrayt_host_kind_name(777), "Unexpected"));
    CHECK(migrayt_host_kind_known(777) == MIGRAYT_UNEXPECTED);
    CHECK(migrayt_host_kind_code("NoSuchKind") == 0);
    CHECK(migrayt_host_kind_code("") == 0);
    CHECK(migrayt_host_kind_code(NULL) == 0);
}

static void what_is_no_error_stays_itself(void) {
    CHECK(migrayt_host_kind_known(MIGRAYT_OK) == MIGRAYT_OK);
    CHECK(migrayt_host_kind_known(MIGRAYT_WAITING) == MIGRAYT_WAITING);
    CHECK(migrayt_host_kind_known(MIGRAYT_END) == MIGRAYT_END);
}

int main(void) {
    every_kind_has_its_name();
    what_is_not_known_is_unexpected();
    what_is_no_error_stays_itself();
    return checks_failed != 0;
}
