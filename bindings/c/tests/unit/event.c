#include <migrayt_host.h>

#include "check.h"
#include "fake.h"

static const struct fake_step steps[] = {
    {MIGRAYT_OK, MIGRAYT_PROGRESS, 0, "{\"done\":1}", NULL},
    {MIGRAYT_OK, MIGRAYT_REQUEST, 7,
     "{\"port\":\"vault\",\"method\":\"put\",\"arguments\":{\"name\":\"jira\"}}", "secret"},
    {MIGRAYT_OK, MIGRAYT_REQUEST, 8,
     "{\"port\":\"a name that is longer than any of ours is\",\"method\":\"put\"}", NULL},
    {MIGRAYT_WAITING, 0, 0, NULL, NULL},
    {MIGRAYT_TIMEOUT, 0, 0, "{}", NULL},
    {MIGRAYT_END, 0, 0, NULL, NULL},
};

static int says(migrayt_bytes bytes, const char *words) {
    return bytes.length == strlen(words) && memcmp(bytes.data, words, bytes.length) == 0;
}

int main(void) {
    fake_begin(steps);
    migrayt_host_event event = {0};
    migrayt_host_failure failure = {0};
    migrayt_host_question question;
    migrayt_run *run = fake_run();

    CHECK(migrayt_host_next(run, 0, &event, &failure) == MIGRAYT_OK);
    CHECK(event.kind == MIGRAYT_PROGRESS && says(event.json, "{\"done\":1}"));
    CHECK(!migrayt_host_question_read(run, &event, &question));

    // The event before is given back.
    CHECK(migrayt_host_next(run, 0, &event, &failure) == MIGRAYT_OK);
    CHECK(fake.events == 1);
    CHECK(migrayt_host_question_read(run, &event, &question));
    CHECK(question.run == run && question.request == 7);
    CHECK(is(question.port, "vault") && is(question.method, "put"));
    CHECK(says(question.arguments, "{\"name\":\"jira\"}") && says(question.bytes, "secret"));

    CHECK(migrayt_host_next(run, 0, &event, &failure) == MIGRAYT_OK);
    CHECK(migrayt_host_question_read(run, &event, &question));
    CHECK(is(question.port, "") && is(question.method, "put"));
    CHECK(question.arguments.length == 0);

    CHECK(migrayt_host_next(run, 0, &event, &failure) == MIGRAYT_WAITING);
    CHECK(event.handle == NULL && fake.events == 0 && failure.code == 0);
    CHECK(migrayt_host_next(run, 0, &event, &failure) == MIGRAYT_TIMEOUT);
    CHECK(failure.code == MIGRAYT_TIMEOUT);
    CHECK(migrayt_host_next(run, 0, &event, &failure) == MIGRAYT_END);
    CHECK(failure.code == 0 && failure.own.data == NULL);

    // Nobody needs to look.
    fake_begin(steps);
    CHECK(migrayt_host_next(run, 0, NULL, NULL) == MIGRAYT_OK);
    migrayt_host_event_free(&event);
    migrayt_host_event_free(NULL);
    CHECK(fake_is_clean());
    return checks_failed != 0;
}
