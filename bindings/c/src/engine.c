#include "migrayt_host/engine.h"

#include <string.h>

#include "migrayt_host/bytes.h"

migrayt_status migrayt_host_fits(migrayt_host_failure *failure) {
    migrayt_host_failure_free(failure);
    if (migrayt_abi_version() == MIGRAYT_ABI_VERSION) {
        return MIGRAYT_OK;
    }
    return migrayt_host_failure_set(
        failure, MIGRAYT_MISUSE,
        "the library is of another version than the header that the program was built with");
}

migrayt_status migrayt_host_engine_new(const char *options, const char *token,
                                       migrayt_engine **engine, migrayt_host_failure *failure) {
    if (engine != NULL) {
        *engine = NULL;
    }
    migrayt_status fits = migrayt_host_fits(failure);
    if (fits != MIGRAYT_OK) {
        return fits;
    }
    migrayt_bytes json = migrayt_host_bytes(options);
    migrayt_bytes shown = migrayt_host_bytes(token);
    migrayt_options given;
    memset(&given, 0, sizeof given);
    given.size = sizeof given;
    given.abi_version = MIGRAYT_ABI_VERSION;
    given.json = json.data;
    given.json_length = json.length;
    given.token = shown.data;
    given.token_length = shown.length;
    migrayt_error *error = NULL;
    migrayt_status status = migrayt_engine_new(&given, engine, &error);
    return migrayt_host_failure_take(failure, status, error);
}
