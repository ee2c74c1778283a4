#include "fake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fake fake;

struct migrayt_engine {
    int nothing;
};

struct migrayt_run {
    int nothing;
};

struct migrayt_event {
    const struct fake_step *step;
};

struct migrayt_error {
    migrayt_status status;
    const char *json;
};

static migrayt_run the_run;

void fake_begin(const struct fake_step *steps) {
    memset(&fake, 0, sizeof fake);
    fake.version = MIGRAYT_ABI_VERSION;
    fake.steps = steps;
}

int fake_is_clean(void) {
    return fake.engines == 0 && fake.runs == 0 && fake.events == 0 && fake.errors == 0;
}

migrayt_run *fake_run(void) {
    return &the_run;
}

static migrayt_bytes bytes_of(const char *words) {
    migrayt_bytes bytes = {(const uint8_t *)words, words == NULL ? 0 : strlen(words)};
    return bytes;
}

static void keep(char *into, size_t room, const uint8_t *data, size_t length) {
    snprintf(into, room, "%.*s", (int)length, data == NULL ? "" : (const char *)data);
}

static migrayt_status fail(migrayt_status status, const char *json, migrayt_error **error) {
    if (json != NULL && error != NULL) {
        *error = malloc(sizeof **error);
        if (*error != NULL) {
            (*error)->status = status;
            (*error)->json = json;
            fake.errors++;
        }
    }
    return status;
}

uint32_t migrayt_abi_version(void) {
    return fake.version;
}

migrayt_status migrayt_engine_new(const migrayt_options *options, migrayt_engine **engine,
                                  migrayt_error **error) {
    keep(fake.job, sizeof fake.job, options->json, options->json_length);
    keep(fake.job_bytes, sizeof fake.job_bytes, options->token, options->token_length);
    *engine = malloc(sizeof **engine);
    fake.engines++;
    *error = NULL;
    return MIGRAYT_OK;
}

void migrayt_engine_free(migrayt_engine *engine) {
    fake.engines -= engine == NULL ? 0 : 1;
    free(engine);
}

migrayt_status migrayt_run_start(migrayt_engine *engine, const uint8_t *json, size_t json_length,
                                 const uint8_t *bytes, size_t bytes_length, migrayt_run **run,
                                 migrayt_error **error) {
    (void)engine;
    keep(fake.job, sizeof fake.job, json, json_length);
    keep(fake.job_bytes, sizeof fake.job_bytes, bytes, bytes_length);
    *run = &the_run;
    fake.runs++;
    *error = NULL;
    return MIGRAYT_OK;
}

void migrayt_run_free(migrayt_run *run) {
    fake.runs -= run == NULL ? 0 : 1;
}

migrayt_status migrayt_run_next(migrayt_run *run, int32_t timeout_ms, migrayt_event **event,
                                migrayt_error **error) {
    (void)run;
    (void)timeout_ms;
    const struct fake_step *step = &fake.steps[fake.taken];
    if (step->status != MIGRAYT_END) {
        fake.taken++;
    }
    if (step->status != MIGRAYT_OK) {
        return fail(step->status, step->json, error);
    }
    *event = malloc(sizeof **event);
    if (*event == NULL) {
        return MIGRAYT_UNAVAILABLE;
    }
    (*event)->step = step;
    fake.events++;
    return MIGRAYT_OK;
}

migrayt_status migrayt_event_read(const migrayt_event *event, migrayt_event_view *view,
                                  migrayt_error **error) {
    (void)error;
    view->kind = event->step->kind;
    view->request = event->step->request;
    view->json = bytes_of(event->step->json);
    view->bytes = bytes_of(event->step->bytes);
    return MIGRAYT_OK;
}

void migrayt_event_free(migrayt_event *event) {
    fake.events -= event == NULL ? 0 : 1;
    free(event);
}

migrayt_status migrayt_answer(migrayt_run *run, uint64_t request, const uint8_t *json,
                              size_t json_length, const uint8_t *bytes, size_t bytes_length,
                              migrayt_error **error) {
    (void)run;
    int place = fake.asked > 1 ? 1 : fake.asked;
    keep(fake.answered[place], sizeof fake.answered[place], json, json_length);
    keep(fake.answered_bytes, sizeof fake.answered_bytes, bytes, bytes_length);
    fake.request = request;
    fake.asked++;
    return fail(fake.answers[place], fake.answers[place] > 0 ? "{}" : NULL, error);
}

migrayt_status migrayt_error_read(const migrayt_error *of, migrayt_error_view *view,
                                  migrayt_error **error) {
    (void)error;
    if (of == NULL) {
        return MIGRAYT_MISUSE;
    }
    view->code = of->status;
    view->retry = 2;
    view->retry_after_ms = 1500;
    view->effect = 1;
    view->message = bytes_of("it went wrong (port: source)");
    view->json = bytes_of(of->json);
    return MIGRAYT_OK;
}

void migrayt_error_free(migrayt_error *error) {
    fake.errors -= error == NULL ? 0 : 1;
    free(error);
}
