#include <migrayt_host.h>

#include "check.h"
#include "fake.h"

static void what_fits_is_made(void) {
    fake_begin(NULL);
    migrayt_engine *engine = NULL;
    migrayt_host_failure failure = {0};
    CHECK(migrayt_host_fits(&failure) == MIGRAYT_OK);
    CHECK(migrayt_host_engine_new("{\"threads\":1}", "token", &engine, &failure) == MIGRAYT_OK);
    CHECK(engine != NULL && fake.engines == 1);
    CHECK(is(fake.job, "{\"threads\":1}"));
    CHECK(is(fake.job_bytes, "token"));
    migrayt_engine_free(engine);
    CHECK(migrayt_host_engine_new(NULL, NULL, &engine, NULL) == MIGRAYT_OK);
    CHECK(is(fake.job, ""));
    migrayt_engine_free(engine);
    CHECK(fake_is_clean());
}

static void another_version_is_refused(void) {
    fake_begin(NULL);
    fake.version = MIGRAYT_ABI_VERSION + 1;
    migrayt_engine *engine = NULL;
    migrayt_host_failure failure = {0};
    CHECK(migrayt_host_fits(&failure) == MIGRAYT_MISUSE);
    CHECK(is(failure.kind, "Misuse"));
    CHECK(migrayt_host_engine_new(NULL, NULL, &engine, &failure) == MIGRAYT_MISUSE);
    CHECK(failure.message != NULL);
    // The library was not asked for anything else.
    CHECK(engine == NULL && fake.engines == 0);
    migrayt_host_failure_free(&failure);
}

int main(void) {
    what_fits_is_made();
    another_version_is_refused();
    return checks_failed != 0;
}
