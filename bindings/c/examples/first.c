#include <migrayt_host.h>
#include <stdio.h>

int main(void) {
    migrayt_host_failure failure = {0};
    migrayt_host_text result = {0};
    migrayt_engine *engine = NULL;
    migrayt_status status = migrayt_host_engine_new(NULL, NULL, &engine, &failure);
    if (status == MIGRAYT_OK) {
        const char *job = "{\"job\":\"convert\",\"from\":\"html\",\"to\":\"markdown\","
                          "\"text\":\"<p>Hello, <b>world</b></p>\"}";
        status = migrayt_host_job(engine, job, migrayt_host_no_bytes(), NULL, &result, &failure);
    }
    if (status == MIGRAYT_OK) {
        puts(migrayt_host_text_words(&result)); // {"losses":[],"text":"Hello, **world**"}
    } else {
        fprintf(stderr, "%s: %s\n", failure.kind, failure.message);
    }
    migrayt_host_text_free(&result);
    migrayt_host_failure_free(&failure);
    migrayt_engine_free(engine);
    return status == MIGRAYT_OK ? 0 : 1;
}
