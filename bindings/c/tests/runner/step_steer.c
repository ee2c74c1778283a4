// Steps that answer, steer and wait on a run.

#include <poll.h>
#include <string.h>
#include <time.h>

#include "step.h"

migrayt_status step_answer(struct scene *scene, const cJSON *step, struct outcome *outcome) {
    struct thing *run = step_thing(scene, RUN, step, "run", outcome);
    if (run == NULL) {
        return WRONG;
    }
    uint64_t request = (uint64_t)cJSON_GetNumberValue(member_of(step, "request"));
    char *json = must(cJSON_PrintUnformatted(member_of(step, "json")));
    migrayt_bytes none = migrayt_host_no_bytes();
    migrayt_status status =
        migrayt_host_answer_json(run->handle, request, json, none, &outcome->failure);
    cJSON_free(json);
    return status;
}

migrayt_status step_steer(struct scene *scene, const cJSON *step, struct outcome *outcome) {
    struct thing *run = step_thing(scene, RUN, step, "run", outcome);
    if (run == NULL) {
        return WRONG;
    }
    const char *op = text_of(step, "op");
    migrayt_error *error = NULL;
    migrayt_status status = strcmp(op, "pause") == 0    ? migrayt_run_pause(run->handle, &error)
                            : strcmp(op, "resume") == 0 ? migrayt_run_resume(run->handle, &error)
                                                        : migrayt_run_cancel(run->handle, &error);
    return migrayt_host_failure_take(&outcome->failure, status, error);
}

migrayt_status step_descriptor(struct scene *scene, const cJSON *step, struct outcome *outcome) {
    struct thing *run = step_thing(scene, RUN, step, "run", outcome);
    if (run == NULL) {
        return WRONG;
    }
    int32_t descriptor = -1;
    migrayt_error *error = NULL;
    migrayt_status status = migrayt_run_descriptor(run->handle, &descriptor, &error);
    status = migrayt_host_failure_take(&outcome->failure, status, error);
    if (status == MIGRAYT_UNSUPPORTED) {
        return MIGRAYT_OK;
    }
    bool readable = cJSON_IsTrue(member_of(step, "readable"));
    // Every 10 ms for 5 s.
    for (int i = 0; status == MIGRAYT_OK && i < 500; i++) {
        struct pollfd polled = {descriptor, POLLIN, 0};
        bool is = poll(&polled, 1, 0) == 1 && (polled.revents & POLLIN) != 0;
        if (is == readable) {
            return MIGRAYT_OK;
        }
        struct timespec pause = {0, 10 * 1000 * 1000};
        nanosleep(&pause, NULL);
    }
    return status == MIGRAYT_OK ? wrong(outcome, "the descriptor says otherwise") : status;
}
