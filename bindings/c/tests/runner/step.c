#include "step.h"

#include <string.h>

#include "match.h"
#include "variables.h"

static const struct {
    const char *op;
    step_function function;
} steps[] = {
    {"folder", step_folder},
    {"replace", step_replace},
    {"about", step_about},
    {"abi", step_abi},
    {"simulate", step_simulate},
    {"engine", step_engine},
    {"host", step_host},
    {"trouble", step_trouble},
    {"job", step_job},
    {"start", step_start},
    {"until", step_until},
    {"quiet", step_quiet},
    {"finish", step_finish},
    {"answer", step_answer},
    {"pause", step_steer},
    {"resume", step_steer},
    {"cancel", step_steer},
    {"free", step_free},
    {"descriptor", step_descriptor},
    {"child", step_child},
    {"say", step_say},
    {"memory", step_memory},
    {"memory_at_most", step_memory_at_most},
    {"host_counted", step_host_counted},
    {"misuse", step_misuse},
};

migrayt_status wrong(struct outcome *outcome, const char *words) {
    migrayt_host_text_free(&outcome->why);
    migrayt_host_text_add(&outcome->why, words);
    return WRONG;
}

struct thing *step_thing(struct scene *scene, enum kind kind, const cJSON *step, const char *field,
                         struct outcome *outcome) {
    struct thing *thing = scene_find(scene, kind, text_of(step, field));
    if (thing != NULL && thing->handle != NULL) {
        return thing;
    }
    wrong(outcome, "the step names something that the case does not have");
    return NULL;
}

cJSON *parsed(migrayt_bytes json) {
    return json.length == 0 ? NULL : cJSON_ParseWithLength((const char *)json.data, json.length);
}

migrayt_status step_fetch(const struct thing *run, migrayt_host_event *event,
                          struct outcome *outcome) {
    migrayt_status status = migrayt_host_next(run->handle, PATIENCE, event, &outcome->failure);
    if (status == MIGRAYT_WAITING) {
        return wrong(outcome, "no event came in the time");
    }
    if (status == MIGRAYT_OK && run->host != NULL) {
        return migrayt_host_handle(run->host, run->handle, event, &outcome->failure);
    }
    return status;
}

// An error as it is compared: its JSON, with the words for a person in place of the bare sentence.
static cJSON *error_found(const migrayt_host_failure *failure) {
    cJSON *found = must(parsed(migrayt_host_bytes(failure->json)));
    cJSON *message = must(cJSON_CreateString(failure->message));
    cJSON_ReplaceItemInObjectCaseSensitive(found, "message", message);
    return found;
}

// Whether the struct says what the JSON says.
static bool holds_together(const migrayt_host_failure *failure, const cJSON *found) {
    static const char *const retries[] = {"never", "backoff", "after"};
    static const char *const effects[] = {"unsaid", "none", "unknown"};
    cJSON *context = parsed(migrayt_host_bytes(failure->context));
    bool same = cJSON_Compare(context, member_of(found, "context"), true) &&
                strcmp(failure->kind, text_of(found, "kind")) == 0 &&
                strcmp(retries[failure->retry], text_of(found, "retry")) == 0 &&
                strcmp(effects[failure->effect], text_of(found, "effect")) == 0 &&
                strcmp(failure->help == NULL ? "" : failure->help, text_of(found, "help")) == 0;
    cJSON_Delete(context);
    return same;
}

static bool compare_error(const cJSON *step, migrayt_status status, struct outcome *outcome,
                          migrayt_host_text *why) {
    const cJSON *fails = member_of(step, "fails");
    cJSON *found = error_found(&outcome->failure);
    bool same = holds_together(&outcome->failure, found) && status == outcome->failure.code;
    if (!same) {
        migrayt_host_text_add(why, " the error does not say the same twice:");
    }
    if (fails == NULL) {
        same = false;
        migrayt_host_text_format(why, " it failed: %s: %s", outcome->failure.kind,
                                 outcome->failure.message);
    }
    same = same && matches(found, fails, why);
    cJSON_Delete(found);
    return same;
}

static bool compare(const cJSON *step, migrayt_status status, struct outcome *outcome,
                    migrayt_host_text *why) {
    const cJSON *expect = member_of(step, "expect");
    if (status == WRONG) {
        migrayt_host_text_format(why, " %s", migrayt_host_text_words(&outcome->why));
        return false;
    }
    if (status != MIGRAYT_OK) {
        return compare_error(step, status, outcome, why);
    }
    if (member_of(step, "fails") != NULL) {
        migrayt_host_text_add(why, " it did not fail");
        return false;
    }
    return expect == NULL || matches(outcome->found, expect, why);
}

bool step_carry_out(struct scene *scene, const cJSON *step, migrayt_host_text *why) {
    const char *op = text_of(step, "op");
    struct outcome outcome = {0};
    migrayt_status status = wrong(&outcome, "there is no such step");
    // A child puts its variables into its steps itself.
    cJSON *put = strcmp(op, "child") == 0 ? must(cJSON_Duplicate(step, true))
                                          : variables_put(scene->names, step);
    cJSON_AddItemToArray(scene->steps, put);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (strcmp(steps[i].op, op) == 0) {
            status = steps[i].function(scene, put, &outcome);
        }
    }
    bool good = compare(put, status, &outcome, why);
    migrayt_host_failure_free(&outcome.failure);
    migrayt_host_text_free(&outcome.why);
    cJSON_Delete(outcome.found);
    return good;
}

bool steps_carry_out(struct scene *scene, const cJSON *list, migrayt_host_text *why) {
    const cJSON *step = NULL;
    int place = 0;
    cJSON_ArrayForEach(step, list) {
        place++;
        migrayt_host_text_free(why);
        migrayt_host_text_format(why, "step %d (%s):", place, text_of(step, "op"));
        if (!step_carry_out(scene, step, why)) {
            return false;
        }
    }
    return true;
}
