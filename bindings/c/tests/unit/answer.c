#include <migrayt_host.h>

#include "check.h"
#include "fake.h"

// What is sent for an answer.
static const char *sent(migrayt_status outcome, const migrayt_host_answer *answer) {
    fake_begin(NULL);
    CHECK(migrayt_host_answer_send(fake_run(), 7, outcome, answer, NULL) == MIGRAYT_OK);
    CHECK(fake.asked == 1 && fake.request == 7);
    return fake.answered[0];
}

static void values_are_sent(void) {
    migrayt_host_answer answer = {0};
    CHECK(is(sent(MIGRAYT_OK, &answer), "{\"ok\":null}"));
    CHECK(is(sent(MIGRAYT_OK, NULL), "{\"ok\":null}"));
    migrayt_host_text_add(&answer.value, "{\"end\":true}");
    migrayt_host_text_add(&answer.bytes, "piece");
    CHECK(is(sent(MIGRAYT_OK, &answer), "{\"ok\":{\"end\":true}}"));
    CHECK(is(fake.answered_bytes, "piece"));
    // Of an error neither is told.
    CHECK(is(sent(MIGRAYT_NOT_FOUND, &answer), "{\"error\":{\"kind\":\"NotFound\"}}"));
    CHECK(is(fake.answered_bytes, ""));
    migrayt_host_answer_free(&answer);
    migrayt_host_answer_free(&answer);
    migrayt_host_answer_free(NULL);
    CHECK(answer.value.data == NULL && answer.bytes.data == NULL);
}

static void errors_are_sent(void) {
    migrayt_host_answer answer = {.retry = MIGRAYT_HOST_AFTER, .retry_after_ms = 1500};
    answer.effect = MIGRAYT_HOST_PERHAPS;
    memcpy(answer.code, "e-429", 6);
    CHECK(is(sent(MIGRAYT_RATE_LIMITED, &answer),
             "{\"error\":{\"kind\":\"RateLimited\",\"retry\":{\"after_ms\":1500},"
             "\"effect\":\"unknown\",\"code\":\"e-429\"}}"));
    migrayt_host_answer other = {.retry = MIGRAYT_HOST_BACKOFF, .effect = MIGRAYT_HOST_NOTHING};
    CHECK(is(sent(MIGRAYT_UNAVAILABLE, &other),
             "{\"error\":{\"kind\":\"Unavailable\",\"retry\":\"backoff\",\"effect\":\"none\"}}"));
    CHECK(is(sent(777, NULL), "{\"error\":{\"kind\":\"Unexpected\"}}"));
    // A code without an end is not read beyond its room.
    migrayt_host_answer full = {0};
    memset(full.code, 'x', sizeof full.code);
    CHECK(strlen(sent(MIGRAYT_TIMEOUT, &full)) ==
          strlen("{\"error\":{\"kind\":\"Timeout\",\"code\":"
                 "\"\"}}") +
              sizeof full.code);
}

static void a_wait_is_no_answer(void) {
    fake_begin(NULL);
    migrayt_host_failure failure = {0};
    CHECK(migrayt_host_answer_send(fake_run(), 7, MIGRAYT_WAITING, NULL, &failure) ==
          MIGRAYT_MISUSE);
    CHECK(failure.code == MIGRAYT_MISUSE && fake.asked == 0);
    migrayt_host_failure_free(&failure);
}

static void what_nobody_waits_for_is_passed_over(void) {
    fake_begin(NULL);
    migrayt_host_failure failure = {0};
    fake.answers[0] = MIGRAYT_NOT_FOUND;
    CHECK(migrayt_host_answer_send(fake_run(), 7, MIGRAYT_OK, NULL, &failure) == MIGRAYT_OK);
    CHECK(failure.code == 0 && fake.asked == 1 && fake_is_clean());
    // Whoever writes the answer is told.
    fake_begin(NULL);
    fake.answers[0] = MIGRAYT_NOT_FOUND;
    CHECK(migrayt_host_answer_json(fake_run(), 7, "{\"ok\":1}", migrayt_host_no_bytes(),
                                   &failure) == MIGRAYT_NOT_FOUND);
    CHECK(failure.code == MIGRAYT_NOT_FOUND);
    migrayt_host_failure_free(&failure);
    CHECK(fake_is_clean());
}

static void no_question_stays_open(void) {
    migrayt_host_answer answer = {0};
    migrayt_host_failure failure = {0};
    migrayt_host_text_add(&answer.value, "no JSON");
    fake_begin(NULL);
    fake.answers[0] = MIGRAYT_INPUT_INVALID;
    CHECK(migrayt_host_answer_send(fake_run(), 7, MIGRAYT_OK, &answer, &failure) == MIGRAYT_OK);
    CHECK(fake.asked == 2 && failure.code == 0);
    CHECK(is(fake.answered[1], "{\"error\":{\"kind\":\"Unexpected\",\"code\":\"not-json\"}}"));
    answer.value.failed = true;
    CHECK(is(sent(MIGRAYT_OK, &answer),
             "{\"error\":{\"kind\":\"Unexpected\",\"code\":\"no-memory\"}}"));
    // What is wrong with the run itself is told.
    fake_begin(NULL);
    fake.answers[0] = MIGRAYT_MISUSE;
    CHECK(migrayt_host_answer_send(fake_run(), 7, MIGRAYT_OK, NULL, &failure) == MIGRAYT_MISUSE);
    CHECK(failure.code == MIGRAYT_MISUSE && fake.asked == 1);
    migrayt_host_failure_free(&failure);
    migrayt_host_answer_free(&answer);
    CHECK(fake_is_clean());
}

int main(void) {
    values_are_sent();
    errors_are_sent();
    a_wait_is_no_answer();
    what_nobody_waits_for_is_passed_over();
    no_question_stays_open();
    return checks_failed != 0;
}
