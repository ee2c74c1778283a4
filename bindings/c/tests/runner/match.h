// Comparing what is found with what is expected.

#ifndef TESTS_RUNNER_MATCH_H
#define TESTS_RUNNER_MATCH_H

#include <migrayt_host.h>

#include <cjson/cJSON.h>

// Whether a value is as expected. `found` may be NULL for one that is not there. If not, `why` gets
// the place and what is expected there, unless it is NULL.
bool matches(const cJSON *found, const cJSON *expected, migrayt_host_text *why);

#endif
