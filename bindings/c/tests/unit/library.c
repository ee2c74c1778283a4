// The layer with the library itself: what it makes can be freed in any order, and its errors
// arrive.

#include <migrayt_host.h>

#include "check.h"

static const char *const convert =
    "{\"job\":\"convert\",\"from\":\"markdown\",\"to\":\"html\",\"text\":\"*a*\"}";

static void a_job_is_done(void) {
    migrayt_engine *engine = NULL;
    migrayt_host_failure failure = {0};
    migrayt_host_text result = {0};
    migrayt_host_text text = {0};
    migrayt_bytes value = {0};
    CHECK(migrayt_host_engine_new(NULL, NULL, &engine, &failure) == MIGRAYT_OK);
    for (int i = 0; i < 3; i++) {
        CHECK(migrayt_host_job(engine, convert, migrayt_host_no_bytes(), NULL, &result, &failure) ==
              MIGRAYT_OK);
    }
    CHECK(migrayt_host_json_member(migrayt_host_text_bytes(&result), "text", &value));
    CHECK(migrayt_host_json_text(value, &text));
    CHECK(strstr(migrayt_host_text_words(&text), "<em>a</em>") != NULL);
    migrayt_engine_free(engine);
    migrayt_host_text_free(&result);
    migrayt_host_text_free(&text);
}

static void errors_arrive_by_kind(void) {
    migrayt_engine *engine = NULL;
    migrayt_host_failure failure = {0};
    CHECK(migrayt_host_engine_new("{\"threads\":0}", NULL, &engine, &failure) ==
          MIGRAYT_INPUT_INVALID);
    CHECK(engine == NULL && is(failure.kind, "InputInvalid"));
    CHECK(migrayt_host_engine_new("{}", NULL, &engine, &failure) == MIGRAYT_OK);
    CHECK(failure.code == 0);
    migrayt_run *run = (migrayt_run *)engine;
    CHECK(migrayt_host_start(engine, "{\"job\":\"no such job\"}", migrayt_host_no_bytes(), &run,
                             &failure) == MIGRAYT_INPUT_INVALID);
    CHECK(run == NULL);
    migrayt_bytes reason = {0};
    migrayt_bytes context = migrayt_host_bytes(failure.context);
    CHECK(migrayt_host_json_member(context, "reason", &reason) && reason.length > 2);
    CHECK(migrayt_host_job(engine, "{\"job\":\"scan\"}", migrayt_host_no_bytes(), NULL, NULL,
                           &failure) == MIGRAYT_MISUSE);
    CHECK(failure.retry == MIGRAYT_HOST_NEVER && failure.effect == MIGRAYT_HOST_NOTHING);
    CHECK(failure.help != NULL);
    // NULL in the place of a handle is an error and no crash.
    CHECK(migrayt_host_start(NULL, convert, migrayt_host_no_bytes(), &run, &failure) ==
          MIGRAYT_MISUSE);
    CHECK(migrayt_host_serve(NULL, NULL, NULL, &failure) == MIGRAYT_MISUSE);
    CHECK(migrayt_host_answer_send(NULL, 1, MIGRAYT_OK, NULL, &failure) == MIGRAYT_MISUSE);
    migrayt_engine_free(engine);
    migrayt_host_failure_free(&failure);
}

static void handles_are_freed_in_any_order(void) {
    migrayt_engine *engine = NULL;
    migrayt_run *run = NULL;
    migrayt_host_event event = {0};
    CHECK(migrayt_host_engine_new(NULL, NULL, &engine, NULL) == MIGRAYT_OK);
    CHECK(migrayt_host_start(engine, convert, migrayt_host_no_bytes(), &run, NULL) == MIGRAYT_OK);
    CHECK(migrayt_host_next(run, -1, &event, NULL) == MIGRAYT_OK);
    CHECK(event.kind == MIGRAYT_RESULT);
    migrayt_engine_free(engine);
    migrayt_run_free(run);
    migrayt_bytes text = {0};
    CHECK(migrayt_host_json_member(event.json, "text", &text));
    migrayt_host_event_free(&event);
    migrayt_host_event_free(&event);
    migrayt_run_free(run);
    migrayt_engine_free(engine);
}

int main(void) {
    a_job_is_done();
    errors_arrive_by_kind();
    handles_are_freed_in_any_order();
    return checks_failed != 0;
}
