#include <migrayt_host.h>

#include "check.h"
#include "fake.h"

static int asked;
static void *given;

static migrayt_status method(void *state, const migrayt_host_question *question,
                             migrayt_host_answer *answer) {
    (void)question;
    (void)answer;
    given = state;
    asked++;
    return MIGRAYT_OK;
}

// Asks a host one question and answers how often the function was called.
static int ask(const migrayt_host *host, const char *port, const char *name) {
    char json[128];
    snprintf(json, sizeof json, "{\"port\":\"%s\",\"method\":\"%s\",\"arguments\":{}}", port, name);
    struct fake_step steps[] = {{MIGRAYT_OK, MIGRAYT_REQUEST, 1, json, NULL},
                                {MIGRAYT_END, 0, 0, NULL, NULL}};
    fake_begin(steps);
    asked = 0;
    given = NULL;
    migrayt_host_event event = {0};
    migrayt_host_next(fake_run(), 0, &event, NULL);
    migrayt_host_handle(host, fake_run(), &event, NULL);
    migrayt_host_event_free(&event);
    CHECK(fake.asked == 1 && fake_is_clean());
    return asked;
}

// Each function is found in the table that has it alone, with the table's state.
#define FOUND(port, method_name)                                                                   \
    do {                                                                                           \
        migrayt_host_##port table = {0};                                                           \
        migrayt_host host = {0};                                                                   \
        host.port = &table;                                                                        \
        table.state = &table;                                                                      \
        CHECK(ask(&host, #port, #method_name) == 0);                                               \
        CHECK(is(fake.answered[0], "{\"error\":{\"kind\":\"Unsupported\",\"effect\":\"none\"}}")); \
        table.method_name = method;                                                                \
        CHECK(ask(&host, #port, #method_name) == 1);                                               \
        CHECK(given == (void *)&table);                                                            \
        CHECK(is(fake.answered[0], "{\"ok\":null}"));                                              \
    } while (0)

static void every_function_is_found(void) {
    FOUND(source, describe);
    FOUND(source, catalog);
    FOUND(source, read);
    FOUND(source, open);
    FOUND(source, pull);
    FOUND(source, close);
    FOUND(target, describe);
    FOUND(target, catalog);
    FOUND(target, high_water);
    FOUND(target, apply);
    FOUND(target, read_back);
    FOUND(target, sweep);
    FOUND(target, properties);
    FOUND(target, prepare);
    FOUND(target, finish);
    FOUND(target, attach_begin);
    FOUND(target, attach_piece);
    FOUND(target, attach_end);
    FOUND(target, attach_abort);
    FOUND(target, open);
    FOUND(target, pull);
    FOUND(target, close);
    FOUND(journal, describe);
    FOUND(journal, get);
    FOUND(journal, scan);
    FOUND(journal, commit);
    FOUND(vault, describe);
    FOUND(vault, put);
    FOUND(vault, hold);
    FOUND(vault, rotate);
    FOUND(vault, stage);
    FOUND(vault, promote);
    FOUND(vault, destroy);
    FOUND(vault, names);
    FOUND(directory, look_up);
    FOUND(prompt, ask);
    FOUND(consent, ask);
    FOUND(conformance, empty);
}

static void other_questions_go_otherwise(void) {
    int mark = 0;
    migrayt_host_source source = {.describe = method};
    migrayt_host host = {.source = &source, .state = &mark, .otherwise = method};
    CHECK(ask(&host, "source", "catalog") == 1 && given == &mark);
    CHECK(ask(&host, "target", "describe") == 1 && given == &mark);
    CHECK(ask(&host, "a new port", "of a newer library") == 1 && given == &mark);
    CHECK(ask(&host, "source", "describe") == 1 && given == NULL);
    CHECK(ask(NULL, "source", "describe") == 0);
}

int main(void) {
    every_function_is_found();
    other_questions_go_otherwise();
    return checks_failed != 0;
}
