#include <migrayt_host.h>

#include "check.h"
#include "fake.h"

// An error of the library, as a run would tell it.
static migrayt_error *error_of(const struct fake_step *step) {
    fake_begin(step);
    migrayt_error *error = NULL;
    migrayt_event *event = NULL;
    migrayt_run_next(fake_run(), 0, &event, &error);
    return error;
}

static const struct fake_step told = {
    MIGRAYT_NOT_FOUND, 0, 0,
    "{\"code\":30,\"help\":\"look "
    "\\u0022there\\u0022\",\"context\":{\"port\":\"source\",\"line\":3},"
    "\"kind\":\"NotFound\"}",
    NULL};

static void all_of_an_error_is_told(void) {
    migrayt_host_failure failure = {0};
    migrayt_error *error = error_of(&told);
    CHECK(migrayt_host_failure_take(&failure, MIGRAYT_NOT_FOUND, error) == MIGRAYT_NOT_FOUND);
    CHECK(fake_is_clean());
    CHECK(failure.code == MIGRAYT_NOT_FOUND);
    CHECK(is(failure.kind, "NotFound"));
    CHECK(failure.retry == MIGRAYT_HOST_AFTER && failure.retry_after_ms == 1500);
    CHECK(failure.effect == MIGRAYT_HOST_PERHAPS);
    CHECK(is(failure.message, "it went wrong (port: source)"));
    CHECK(is(failure.help, "look \"there\""));
    CHECK(is(failure.context, "{\"port\":\"source\",\"line\":3}"));
    CHECK(is(failure.json, told.json));
    // A call that is good empties it.
    CHECK(migrayt_host_failure_take(&failure, MIGRAYT_OK, NULL) == MIGRAYT_OK);
    CHECK(failure.code == 0 && failure.kind == NULL && failure.message == NULL);
    CHECK(failure.own.data == NULL);
}

static void what_is_not_told_is_not_there(void) {
    static const struct fake_step bare = {777, 0, 0, "{\"help\":null}", NULL};
    migrayt_host_failure failure = {0};
    migrayt_error *error = error_of(&bare);
    CHECK(migrayt_host_failure_take(&failure, 777, error) == MIGRAYT_UNEXPECTED);
    CHECK(failure.code == MIGRAYT_UNEXPECTED);
    CHECK(is(failure.kind, "Unexpected"));
    CHECK(failure.help == NULL);
    CHECK(is(failure.context, "{}"));
    // An error without a handle is one, too.
    CHECK(migrayt_host_failure_take(&failure, MIGRAYT_TIMEOUT, NULL) == MIGRAYT_TIMEOUT);
    CHECK(is(failure.kind, "Timeout"));
    CHECK(failure.message != NULL && failure.message[0] != 0);
    migrayt_host_failure_free(&failure);
    CHECK(fake_is_clean());
}

static void nobody_needs_to_look(void) {
    migrayt_error *error = error_of(&told);
    CHECK(migrayt_host_failure_take(NULL, MIGRAYT_NOT_FOUND, error) == MIGRAYT_NOT_FOUND);
    CHECK(fake_is_clean());
    CHECK(migrayt_host_failure_set(NULL, MIGRAYT_MISUSE, "words") == MIGRAYT_MISUSE);
    migrayt_host_failure_free(NULL);
}

static void programs_have_errors_of_their_own(void) {
    migrayt_host_failure failure = {0};
    migrayt_status status = migrayt_host_failure_set(&failure, MIGRAYT_MISUSE, "say \"please\"");
    CHECK(status == MIGRAYT_MISUSE);
    CHECK(is(failure.kind, "Misuse"));
    CHECK(is(failure.message, "say \"please\""));
    CHECK(failure.retry == MIGRAYT_HOST_NEVER && failure.effect == MIGRAYT_HOST_NOTHING);
    CHECK(
        is(failure.json,
           "{\"code\":3,\"kind\":\"Misuse\",\"message\":\"say \\\"please\\\"\",\"retry\":\"never\","
           "\"retry_after_ms\":0,\"effect\":\"none\",\"help\":null,\"context\":{},\"causes\":[]}"));
    migrayt_host_failure_free(&failure);
    migrayt_host_failure_free(&failure);
    CHECK(failure.json == NULL);
}

int main(void) {
    all_of_an_error_is_told();
    what_is_not_told_is_not_there();
    nobody_needs_to_look();
    programs_have_errors_of_their_own();
    return checks_failed != 0;
}
