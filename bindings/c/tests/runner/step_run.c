// Steps about jobs and their events.

#include <stdlib.h>
#include <string.h>

#include "match.h"
#include "step.h"

// The host that a step names: NULL for none. What is wrong is said.
static bool host_of(struct scene *scene, const cJSON *step, const migrayt_host **host,
                    struct outcome *outcome) {
    *host = NULL;
    if (member_of(step, "host") == NULL) {
        return true;
    }
    struct thing *thing = step_thing(scene, HOST, step, "host", outcome);
    *host = thing == NULL ? NULL : memory_host_table(thing->handle);
    return thing != NULL;
}

migrayt_status step_job(struct scene *scene, const cJSON *step, struct outcome *outcome) {
    const migrayt_host *host = NULL;
    struct thing *engine = step_thing(scene, ENGINE, step, "engine", outcome);
    if (engine == NULL || !host_of(scene, step, &host, outcome)) {
        return WRONG;
    }
    char *job = must(cJSON_PrintUnformatted(member_of(step, "job")));
    migrayt_bytes bytes = migrayt_host_bytes(text_of(step, "bytes"));
    migrayt_host_text result = {0};
    migrayt_status status =
        migrayt_host_job(engine->handle, job, bytes, host, &result, &outcome->failure);
    cJSON_free(job);
    outcome->found = parsed(migrayt_host_text_bytes(&result));
    migrayt_host_text_free(&result);
    return status;
}

migrayt_status step_start(struct scene *scene, const cJSON *step, struct outcome *outcome) {
    const migrayt_host *host = NULL;
    struct thing *engine = step_thing(scene, ENGINE, step, "engine", outcome);
    if (engine == NULL || !host_of(scene, step, &host, outcome)) {
        return WRONG;
    }
    char *job = must(cJSON_PrintUnformatted(member_of(step, "job")));
    migrayt_bytes bytes = migrayt_host_bytes(text_of(step, "bytes"));
    migrayt_run *run = NULL;
    migrayt_status status = migrayt_host_start(engine->handle, job, bytes, &run, &outcome->failure);
    cJSON_free(job);
    if (status == MIGRAYT_OK) {
        scene_add(scene, RUN, text_of(step, "as"), run)->host = host;
    }
    return status;
}

static uint32_t kind_of(const char *name) {
    static const char *const names[] = {"progress", "request", "state", "log"};
    static const uint32_t kinds[] = {MIGRAYT_PROGRESS, MIGRAYT_REQUEST, MIGRAYT_STATE, MIGRAYT_LOG};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(names[i], name) == 0) {
            return kinds[i];
        }
    }
    return 0;
}

migrayt_status step_until(struct scene *scene, const cJSON *step, struct outcome *outcome) {
    struct thing *run = step_thing(scene, RUN, step, "run", outcome);
    if (run == NULL) {
        return WRONG;
    }
    uint32_t kind = kind_of(text_of(step, "kind"));
    migrayt_host_event event = {0};
    migrayt_status status = MIGRAYT_OK;
    bool met = false;
    while (status == MIGRAYT_OK && !met) {
        status = step_fetch(run, &event, outcome);
        cJSON *told = status == MIGRAYT_OK && event.kind == kind ? parsed(event.json) : NULL;
        met = told != NULL && matches(told, member_of(step, "event"), NULL);
        cJSON_Delete(told);
    }
    if (met && member_of(step, "as") != NULL) {
        scene_name(scene, text_of(step, "as"), cJSON_CreateNumber((double)event.request));
    }
    migrayt_host_event_free(&event);
    return status == MIGRAYT_END ? wrong(outcome, "the run ended before such an event") : status;
}

migrayt_status step_quiet(struct scene *scene, const cJSON *step, struct outcome *outcome) {
    struct thing *run = step_thing(scene, RUN, step, "run", outcome);
    if (run == NULL) {
        return WRONG;
    }
    migrayt_host_event event = {0};
    migrayt_status status = MIGRAYT_OK;
    while (status == MIGRAYT_OK) {
        status = migrayt_host_next(run->handle, 0, &event, &outcome->failure);
        if (status == MIGRAYT_OK && run->host != NULL) {
            status = migrayt_host_handle(run->host, run->handle, &event, &outcome->failure);
        }
    }
    if (status == MIGRAYT_WAITING) {
        int32_t ms = (int32_t)cJSON_GetNumberValue(member_of(step, "ms"));
        status = migrayt_host_next(run->handle, ms, &event, &outcome->failure);
    }
    migrayt_host_event_free(&event);
    if (status == MIGRAYT_WAITING) {
        return MIGRAYT_OK;
    }
    return status > 0 ? status : wrong(outcome, "an event came");
}

migrayt_status step_finish(struct scene *scene, const cJSON *step, struct outcome *outcome) {
    struct thing *run = step_thing(scene, RUN, step, "run", outcome);
    if (run == NULL) {
        return WRONG;
    }
    migrayt_host_event event = {0};
    migrayt_status status = MIGRAYT_OK;
    while (status == MIGRAYT_OK) {
        status = step_fetch(run, &event, outcome);
        if (status == MIGRAYT_OK && event.kind == MIGRAYT_RESULT) {
            cJSON_Delete(outcome->found);
            outcome->found = parsed(event.json);
        }
    }
    migrayt_host_event_free(&event);
    if (status == MIGRAYT_END && outcome->found == NULL) {
        return wrong(outcome, "the run ended without a result");
    }
    return status == MIGRAYT_END ? MIGRAYT_OK : status;
}
