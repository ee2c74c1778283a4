#include <migrayt_host.h>

#include "check.h"
#include "fake.h"

#define ASK "{\"port\":\"source\",\"method\":\"read\",\"arguments\":{\"view\":\"full\"}}"
#define NOTHING                                                                                    \
    { MIGRAYT_END, 0, 0, NULL, NULL }

// What the functions below were called with, and what they return.
static struct {
    migrayt_status outcome;
    int told, asked;
    migrayt_host_question last;
} seen;

static void tell(void *state, migrayt_run *run, const migrayt_host_event *event) {
    CHECK(state == &seen && run == fake_run());
    CHECK(event->kind == MIGRAYT_PROGRESS || event->kind == MIGRAYT_STATE ||
          event->kind == MIGRAYT_LOG);
    seen.told++;
}

static migrayt_status read(void *state, const migrayt_host_question *question,
                           migrayt_host_answer *answer) {
    CHECK(state == &seen);
    seen.asked++;
    seen.last = *question;
    migrayt_host_text_add(&answer->value, "{\"items\":[]}");
    return seen.outcome;
}

static migrayt_status serve(const struct fake_step *steps, migrayt_status outcome,
                            migrayt_host_text *result, migrayt_host_failure *failure) {
    migrayt_host_source source = {.state = &seen, .read = read};
    migrayt_host host = {.source = &source, .state = &seen, .tell = tell};
    memset(&seen, 0, sizeof seen);
    seen.outcome = outcome;
    fake_begin(steps);
    return migrayt_host_serve(fake_run(), &host, result, failure);
}

static void whatever_a_run_tells_is_handled(void) {
    static const struct fake_step steps[] = {{MIGRAYT_OK, MIGRAYT_STATE, 0, "{}", NULL},
                                             {MIGRAYT_OK, MIGRAYT_PROGRESS, 0, "{}", NULL},
                                             {MIGRAYT_OK, MIGRAYT_LOG, 0, "{}", NULL},
                                             {MIGRAYT_OK, 99, 0, "{}", NULL},
                                             {MIGRAYT_OK, MIGRAYT_REQUEST, 5, ASK, "b"},
                                             {MIGRAYT_OK, MIGRAYT_RESULT, 0, "{\"a\":1}", NULL},
                                             NOTHING};
    migrayt_host_text result = {0};
    migrayt_host_failure failure = {0};
    migrayt_host_text_add(&result, "from before");
    CHECK(serve(steps, MIGRAYT_OK, &result, &failure) == MIGRAYT_OK);
    CHECK(is(migrayt_host_text_words(&result), "{\"a\":1}"));
    CHECK(seen.told == 3 && seen.asked == 1 && fake.taken == 6);
    CHECK(seen.last.request == 5 && seen.last.run == fake_run());
    CHECK(fake.request == 5 && is(fake.answered[0], "{\"ok\":{\"items\":[]}}"));
    CHECK(failure.code == 0 && fake_is_clean());
    // Nobody needs to look.
    CHECK(serve(steps, MIGRAYT_OK, NULL, NULL) == MIGRAYT_OK);
    fake_begin(steps);
    CHECK(migrayt_host_serve(fake_run(), NULL, NULL, NULL) == MIGRAYT_OK);
    CHECK(is(fake.answered[0], "{\"error\":{\"kind\":\"Unsupported\",\"effect\":\"none\"}}"));
    CHECK(fake_is_clean());
    migrayt_host_text_free(&result);
}

static void a_function_may_fail_and_the_run_goes_on(void) {
    static const struct fake_step steps[] = {{MIGRAYT_OK, MIGRAYT_REQUEST, 5, ASK, NULL},
                                             {MIGRAYT_OK, MIGRAYT_RESULT, 0, "{}", NULL},
                                             NOTHING};
    CHECK(serve(steps, MIGRAYT_DATA_CORRUPT, NULL, NULL) == MIGRAYT_OK);
    CHECK(is(fake.answered[0], "{\"error\":{\"kind\":\"DataCorrupt\"}}"));
    CHECK(serve(steps, -77, NULL, NULL) == MIGRAYT_OK);
    CHECK(is(fake.answered[0], "{\"error\":{\"kind\":\"Unexpected\"}}"));
    // One that answers later is not answered for.
    CHECK(serve(steps, MIGRAYT_WAITING, NULL, NULL) == MIGRAYT_OK);
    CHECK(seen.asked == 1 && fake.asked == 0);
    CHECK(fake_is_clean());
}

static void why_a_job_failed_is_told(void) {
    static const struct fake_step steps[] = {{MIGRAYT_OK, MIGRAYT_PROGRESS, 0, "{}", NULL},
                                             {MIGRAYT_CONFLICT, 0, 0, "{}", NULL},
                                             NOTHING};
    static const struct fake_step newer[] = {{777, 0, 0, "{}", NULL}, NOTHING};
    migrayt_host_text result = {0};
    migrayt_host_failure failure = {0};
    CHECK(serve(steps, MIGRAYT_OK, &result, &failure) == MIGRAYT_CONFLICT);
    CHECK(failure.code == MIGRAYT_CONFLICT && result.length == 0 && fake_is_clean());
    CHECK(serve(newer, MIGRAYT_OK, &result, &failure) == MIGRAYT_UNEXPECTED);
    CHECK(failure.code == MIGRAYT_UNEXPECTED && fake_is_clean());
    migrayt_host_failure_free(&failure);
    migrayt_host_text_free(&result);
}

static void jobs_are_started_and_freed(void) {
    static const struct fake_step steps[] = {{MIGRAYT_OK, MIGRAYT_RESULT, 0, "{\"a\":1}", NULL},
                                             NOTHING};
    static const struct fake_step bad[] = {{MIGRAYT_TIMEOUT, 0, 0, "{}", NULL}, NOTHING};
    migrayt_host_text result = {0};
    migrayt_host_failure failure = {0};
    migrayt_bytes bytes = migrayt_host_bytes("secret");
    fake_begin(steps);
    CHECK(migrayt_host_job(NULL, "{\"job\":\"x\"}", bytes, NULL, &result, &failure) == MIGRAYT_OK);
    CHECK(is(fake.job, "{\"job\":\"x\"}") && is(fake.job_bytes, "secret"));
    CHECK(is(migrayt_host_text_words(&result), "{\"a\":1}") && fake_is_clean());
    fake_begin(bad);
    CHECK(migrayt_host_job(NULL, "{}", bytes, NULL, &result, &failure) == MIGRAYT_TIMEOUT);
    CHECK(result.length == 0 && failure.code == MIGRAYT_TIMEOUT && fake_is_clean());
    migrayt_host_failure_free(&failure);
    migrayt_host_text_free(&result);
}

int main(void) {
    whatever_a_run_tells_is_handled();
    a_function_may_fail_and_the_run_goes_on();
    why_a_job_failed_is_told();
    jobs_are_started_and_freed();
    return checks_failed != 0;
}
