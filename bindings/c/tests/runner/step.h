// One step of a case.

#ifndef TESTS_RUNNER_STEP_H
#define TESTS_RUNNER_STEP_H

#include "scene.h"

// What a step answers if it was not done for another reason than an error of the engine.
#define WRONG (-100)

// How long a step waits for an event, in milliseconds.
#define PATIENCE (300 * 1000)

// What came of a step.
struct outcome {
    // The engine's error, if it had one.
    migrayt_host_failure failure;
    // What is compared with `expect`; NULL if there is nothing.
    cJSON *found;
    // What is wrong, if it is.
    migrayt_host_text why;
};

// Carries out a step, whose variables are put in: MIGRAYT_OK, an error of the engine, or WRONG.
typedef migrayt_status (*step_function)(struct scene *scene, const cJSON *step,
                                        struct outcome *outcome);

// Carries out a step and compares what came of it. If it is not as expected, `why` says so.
bool step_carry_out(struct scene *scene, const cJSON *step, migrayt_host_text *why);

// Carries out steps one after the other, up to the first that is not as expected.
bool steps_carry_out(struct scene *scene, const cJSON *steps, migrayt_host_text *why);

// Says what is wrong.
migrayt_status wrong(struct outcome *outcome, const char *words);

// A thing with a handle that a field of a step names; NULL after saying what is wrong.
struct thing *step_thing(struct scene *scene, enum kind kind, const cJSON *step, const char *field,
                         struct outcome *outcome);

// Reads JSON that the library wrote; NULL if there is none.
cJSON *parsed(migrayt_bytes json);

// Fetches the next event of a run, and lets its host answer it. WRONG if none comes in the time.
migrayt_status step_fetch(const struct thing *run, migrayt_host_event *event,
                          struct outcome *outcome);

// The steps, in files of their own by what they are about.
migrayt_status step_folder(struct scene *scene, const cJSON *step, struct outcome *outcome);
migrayt_status step_replace(struct scene *scene, const cJSON *step, struct outcome *outcome);
migrayt_status step_about(struct scene *scene, const cJSON *step, struct outcome *outcome);
migrayt_status step_abi(struct scene *scene, const cJSON *step, struct outcome *outcome);
migrayt_status step_simulate(struct scene *scene, const cJSON *step, struct outcome *outcome);
migrayt_status step_engine(struct scene *scene, const cJSON *step, struct outcome *outcome);
migrayt_status step_host(struct scene *scene, const cJSON *step, struct outcome *outcome);
migrayt_status step_trouble(struct scene *scene, const cJSON *step, struct outcome *outcome);
migrayt_status step_host_counted(struct scene *scene, const cJSON *step, struct outcome *outcome);
migrayt_status step_job(struct scene *scene, const cJSON *step, struct outcome *outcome);
migrayt_status step_start(struct scene *scene, const cJSON *step, struct outcome *outcome);
migrayt_status step_until(struct scene *scene, const cJSON *step, struct outcome *outcome);
migrayt_status step_quiet(struct scene *scene, const cJSON *step, struct outcome *outcome);
migrayt_status step_finish(struct scene *scene, const cJSON *step, struct outcome *outcome);
migrayt_status step_answer(struct scene *scene, const cJSON *step, struct outcome *outcome);
migrayt_status step_steer(struct scene *scene, const cJSON *step, struct outcome *outcome);
migrayt_status step_free(struct scene *scene, const cJSON *step, struct outcome *outcome);
migrayt_status step_descriptor(struct scene *scene, const cJSON *step, struct outcome *outcome);
migrayt_status step_child(struct scene *scene, const cJSON *step, struct outcome *outcome);
migrayt_status step_say(struct scene *scene, const cJSON *step, struct outcome *outcome);
migrayt_status step_memory(struct scene *scene, const cJSON *step, struct outcome *outcome);
migrayt_status step_memory_at_most(struct scene *scene, const cJSON *step, struct outcome *outcome);
migrayt_status step_misuse(struct scene *scene, const cJSON *step, struct outcome *outcome);

#endif
