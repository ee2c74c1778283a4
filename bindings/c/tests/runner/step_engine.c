// Steps about the library, engines, simulators and freeing.

#include <string.h>

#include "step.h"

migrayt_status step_about(struct scene *scene, const cJSON *step, struct outcome *outcome) {
    (void)scene;
    (void)step;
    migrayt_bytes about = {0};
    migrayt_error *error = NULL;
    migrayt_status status = migrayt_about(&about, &error);
    outcome->found = parsed(about);
    return migrayt_host_failure_take(&outcome->failure, status, error);
}

// This layer cannot be built for another version, so that it is done beneath it.
migrayt_status step_abi(struct scene *scene, const cJSON *step, struct outcome *outcome) {
    (void)scene;
    (void)step;
    migrayt_options options = {0};
    options.size = sizeof options;
    options.abi_version = MIGRAYT_ABI_VERSION + 1;
    migrayt_engine *engine = NULL;
    migrayt_error *error = NULL;
    migrayt_status status = migrayt_engine_new(&options, &engine, &error);
    migrayt_engine_free(engine);
    return migrayt_host_failure_take(&outcome->failure, status, error);
}

migrayt_status step_engine(struct scene *scene, const cJSON *step, struct outcome *outcome) {
    char *options = must(cJSON_PrintUnformatted(member_of(step, "options")));
    const char *token = cJSON_GetStringValue(member_of(step, "token"));
    migrayt_engine *engine = NULL;
    migrayt_status status = migrayt_host_engine_new(options, token, &engine, &outcome->failure);
    cJSON_free(options);
    if (status == MIGRAYT_OK) {
        scene_add(scene, ENGINE, text_of(step, "as"), engine);
    }
    return status;
}

// Fetches events up to that which says that the simulator serves.
static migrayt_status ready(struct scene *scene, const cJSON *step, const struct thing *run,
                            struct outcome *outcome) {
    migrayt_host_event event = {0};
    migrayt_status status = MIGRAYT_OK;
    bool serves = false;
    while (status == MIGRAYT_OK && !serves) {
        status = step_fetch(run, &event, outcome);
        cJSON *told = status == MIGRAYT_OK ? parsed(event.json) : NULL;
        serves = event.kind == MIGRAYT_STATE && strcmp(text_of(told, "state"), "ready") == 0;
        if (serves) {
            scene_name(scene, text_of(step, "as"), told);
        } else {
            cJSON_Delete(told);
        }
    }
    migrayt_host_event_free(&event);
    return status == MIGRAYT_END ? wrong(outcome, "the simulator ended") : status;
}

migrayt_status step_simulate(struct scene *scene, const cJSON *step, struct outcome *outcome) {
    migrayt_engine **engine = &scene->stage->simulators;
    if (*engine == NULL) {
        migrayt_status status = migrayt_host_engine_new(NULL, NULL, engine, &outcome->failure);
        if (status != MIGRAYT_OK) {
            return status;
        }
    }
    cJSON *job = copy_of(step, "with");
    cJSON_AddStringToObject(job, "job", "simulate");
    char *json = must(cJSON_PrintUnformatted(job));
    migrayt_run *run = NULL;
    migrayt_status status =
        migrayt_host_start(*engine, json, migrayt_host_no_bytes(), &run, &outcome->failure);
    cJSON_free(json);
    cJSON_Delete(job);
    if (status != MIGRAYT_OK) {
        return status;
    }
    return ready(scene, step, scene_add(scene, RUN, text_of(step, "as"), run), outcome);
}

migrayt_status step_free(struct scene *scene, const cJSON *step, struct outcome *outcome) {
    static const char *const fields[] = {"run", "engine"};
    for (size_t i = 0; i < 2; i++) {
        const char *name = text_of(step, fields[i]);
        struct thing *run = scene_find(scene, RUN, name);
        struct thing *engine = scene_find(scene, ENGINE, name);
        // What `simulate` started is a run, whichever field names it.
        struct thing *thing = run != NULL ? run : engine;
        if (thing != NULL && thing->handle != NULL) {
            thing_free(thing);
            return MIGRAYT_OK;
        }
    }
    return wrong(outcome, "the step names something that the case does not have");
}
