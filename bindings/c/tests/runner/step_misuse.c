// Steps that do what a good program does not.

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include "step.h"

static migrayt_status freed_run(struct thing *run, struct outcome *outcome) {
    migrayt_run *handle = run->handle;
    run->handle = NULL;
    migrayt_run_free(handle);
    migrayt_run_free(handle);
    migrayt_host_event event = {0};
    migrayt_status status = migrayt_host_next(handle, 0, &event, &outcome->failure);
    migrayt_host_event_free(&event);
    return status;
}

static migrayt_status freed_engine(struct thing *engine, struct outcome *outcome) {
    migrayt_engine *handle = engine->handle;
    engine->handle = NULL;
    migrayt_engine_free(handle);
    migrayt_engine_free(handle);
    migrayt_run *run = NULL;
    const char *job = "{\"job\":\"metrics\"}";
    migrayt_status status =
        migrayt_host_start(handle, job, migrayt_host_no_bytes(), &run, &outcome->failure);
    migrayt_run_free(run);
    return status;
}

struct waiter {
    migrayt_run *run;
    atomic_bool enough;
};

// Waits for events until it is enough. It is refused, too, whenever the other thread was first.
static void *wait(void *state) {
    struct waiter *waiter = state;
    while (!atomic_load(&waiter->enough)) {
        migrayt_host_event event = {0};
        migrayt_host_next(waiter->run, 200, &event, NULL);
        migrayt_host_event_free(&event);
    }
    return NULL;
}

static migrayt_status two_threads(const struct thing *run, struct outcome *outcome) {
    struct waiter waiter;
    waiter.run = run->handle;
    atomic_init(&waiter.enough, false);
    pthread_t thread;
    if (pthread_create(&thread, NULL, wait, &waiter) != 0) {
        return wrong(outcome, "there is no other thread");
    }
    migrayt_status status = MIGRAYT_WAITING;
    migrayt_host_event event = {0};
    // The other thread waits nearly all the time; once in 5 s it does so certainly.
    for (int i = 0; i < 500 && status <= 0; i++) {
        struct timespec pause = {0, 10 * 1000 * 1000};
        nanosleep(&pause, NULL);
        status = migrayt_host_next(run->handle, 0, &event, &outcome->failure);
    }
    migrayt_host_event_free(&event);
    atomic_store(&waiter.enough, true);
    pthread_join(thread, NULL);
    return status > 0 ? status : wrong(outcome, "two threads share the run");
}

static migrayt_status event_after_run(const struct thing *engine, struct outcome *outcome) {
    const char *job = "{\"job\":\"convert\",\"from\":\"html\",\"to\":\"markdown\",\"text\":\"x\"}";
    migrayt_run *run = NULL;
    migrayt_status status =
        migrayt_host_start(engine->handle, job, migrayt_host_no_bytes(), &run, &outcome->failure);
    // The layer reads an event as it fetches it, so that both are done beneath it here.
    migrayt_event *event = NULL;
    migrayt_error *error = NULL;
    migrayt_event_view view = {0};
    view.size = sizeof view;
    while (status == MIGRAYT_OK && view.kind != MIGRAYT_RESULT) {
        migrayt_event_free(event);
        event = NULL;
        status = migrayt_run_next(run, PATIENCE, &event, &error);
        if (status == MIGRAYT_OK) {
            status = migrayt_event_read(event, &view, &error);
        }
    }
    migrayt_run_free(run);
    memset(&view, 0, sizeof view);
    view.size = sizeof view;
    if (status == MIGRAYT_OK) {
        status = migrayt_event_read(event, &view, &error);
        outcome->found = parsed(view.json);
    }
    migrayt_event_free(event);
    if (error != NULL) {
        status = migrayt_host_failure_take(&outcome->failure, status, error);
    }
    return status < 0 ? wrong(outcome, "no result came") : status;
}

migrayt_status step_misuse(struct scene *scene, const cJSON *step, struct outcome *outcome) {
    const char *what = text_of(step, "what");
    bool of_run = strcmp(what, "freed_run") == 0 || strcmp(what, "two_threads") == 0;
    struct thing *thing = of_run ? step_thing(scene, RUN, step, "run", outcome)
                                 : step_thing(scene, ENGINE, step, "engine", outcome);
    if (thing == NULL) {
        return WRONG;
    }
    if (strcmp(what, "freed_run") == 0) {
        return freed_run(thing, outcome);
    }
    if (strcmp(what, "freed_engine") == 0) {
        return freed_engine(thing, outcome);
    }
    if (strcmp(what, "two_threads") == 0) {
        return two_threads(thing, outcome);
    }
    if (strcmp(what, "event_after_run") == 0) {
        return event_after_run(thing, outcome);
    }
    return wrong(outcome, "there is no such misuse");
}
