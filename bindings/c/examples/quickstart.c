// Moves a project between two trackers that the library simulates, and looks whether all of it
// arrived.
//
//     quickstart FOLDER     an empty folder for the mapping, the journal and the report
//
// The library must be built with the feature `sim`. The exit code is 0 only if everything is there.

#include <migrayt_host.h>
#include <stdio.h>

static migrayt_host_failure failure;

// Says what went wrong, if anything did.
static bool good(migrayt_status status) {
    if (status != MIGRAYT_OK) {
        fprintf(stderr, "%s: %s\n", failure.kind, failure.message);
    }
    return status == MIGRAYT_OK;
}

// A field of a JSON object as the piece of JSON that it is; null if it is not there.
static migrayt_bytes field(migrayt_bytes object, const char *name) {
    migrayt_bytes value = migrayt_host_bytes("null");
    migrayt_host_json_member(object, name, &value);
    return value;
}

// Writes how far the job is over the line before.
static void tell(void *state, migrayt_run *run, const migrayt_host_event *event) {
    (void)state, (void)run;
    int64_t total = 0;
    if (event->kind == MIGRAYT_PROGRESS &&
        migrayt_host_json_integer(field(event->json, "total"), &total)) {
        printf("\r  %.*s of %.*s ", MIGRAYT_HOST_PRINT(field(event->json, "done")),
               MIGRAYT_HOST_PRINT(field(event->json, "total")));
        fflush(stdout);
    }
}

// Starts a simulator. It serves until its run is freed; `ready` says where.
static migrayt_run *simulate(migrayt_engine *engine, const char *tracker,
                             migrayt_host_event *ready) {
    migrayt_host_text job = {0};
    migrayt_run *run = NULL;
    migrayt_host_text_format(&job, "{\"job\":\"simulate\",\"tracker\":\"%s\"}", tracker);
    if (good(migrayt_host_start(engine, migrayt_host_text_words(&job), migrayt_host_no_bytes(),
                                &run, &failure))) {
        good(migrayt_host_next(run, -1, ready, &failure));
    }
    migrayt_host_text_free(&job);
    return run;
}

static migrayt_engine *make(migrayt_bytes ado, migrayt_bytes jira, const char *folder) {
    migrayt_host_text options = {0};
    migrayt_host_text_format(
        &options,
        "{\"configuration\":{\"version\":1,\"source\":{\"kind\":\"azure-devops\",\"url\":%.*s,"
        "\"project\":%.*s,\"token\":\"vault:ado\"},\"target\":{\"kind\":\"jira\",\"url\":%.*s,"
        "\"project\":%.*s,\"email\":%.*s,\"token\":\"vault:jira\"}},"
        "\"ports\":{\"vault\":\"memory\"},\"folder\":",
        MIGRAYT_HOST_PRINT(field(ado, "url")), MIGRAYT_HOST_PRINT(field(ado, "project")),
        MIGRAYT_HOST_PRINT(field(jira, "url")), MIGRAYT_HOST_PRINT(field(jira, "project")),
        MIGRAYT_HOST_PRINT(field(jira, "email")));
    migrayt_host_text_add_quoted(&options, migrayt_host_bytes(folder));
    migrayt_host_text_add(&options, "}");
    migrayt_engine *engine = NULL;
    good(migrayt_host_engine_new(migrayt_host_text_words(&options), NULL, &engine, &failure));
    migrayt_host_text_free(&options);
    return engine;
}

// Does a job; `result` gets what came of it.
static bool job(migrayt_engine *engine, const char *json, migrayt_bytes bytes,
                migrayt_host_text *result) {
    migrayt_host host = {.tell = tell};
    printf("\n%s\n", json);
    return good(migrayt_host_job(engine, json, bytes, &host, result, &failure));
}

static bool put(migrayt_engine *engine, const char *json, migrayt_bytes ready) {
    migrayt_host_text token = {0};
    migrayt_host_json_text(field(ready, "token"), &token);
    bool done = job(engine, json, migrayt_host_text_bytes(&token), NULL);
    migrayt_host_text_free(&token);
    return done;
}

static bool migrate(migrayt_engine *engine, migrayt_bytes ado, migrayt_bytes jira) {
    migrayt_bytes none = migrayt_host_no_bytes();
    migrayt_host_text found = {0};
    bool clean = put(engine, "{\"job\":\"vault_put\",\"name\":\"ado\"}", ado) &&
                 put(engine, "{\"job\":\"vault_put\",\"name\":\"jira\"}", jira) &&
                 job(engine, "{\"job\":\"scan\"}", none, NULL) &&
                 job(engine, "{\"job\":\"suggest\"}", none, NULL) &&
                 job(engine, "{\"job\":\"plan\"}", none, NULL) &&
                 job(engine, "{\"job\":\"run\"}", none, NULL) &&
                 job(engine, "{\"job\":\"verify\"}", none, &found) &&
                 migrayt_host_json_true(field(migrayt_host_text_bytes(&found), "clean"));
    migrayt_host_text_free(&found);
    return clean;
}

int main(int count, char **arguments) {
    migrayt_engine *trackers = NULL;
    bool clean = count == 2 && good(migrayt_host_engine_new(NULL, NULL, &trackers, &failure));
    migrayt_host_event ado = {0}, jira = {0};
    migrayt_run *source = clean ? simulate(trackers, "azure-devops", &ado) : NULL;
    migrayt_run *target = clean ? simulate(trackers, "jira", &jira) : NULL;
    migrayt_engine *engine = clean ? make(ado.json, jira.json, arguments[1]) : NULL;
    clean = engine != NULL && migrate(engine, ado.json, jira.json);
    puts(clean ? "\neverything is there" : "\nnot everything is there");
    migrayt_engine_free(engine);
    migrayt_run_free(source), migrayt_run_free(target);
    migrayt_host_event_free(&ado), migrayt_host_event_free(&jira);
    migrayt_engine_free(trackers);
    migrayt_host_failure_free(&failure);
    return clean ? 0 : 1;
}
