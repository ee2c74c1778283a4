// Putting variables into steps.

#ifndef TESTS_RUNNER_VARIABLES_H
#define TESTS_RUNNER_VARIABLES_H

#include <cjson/cJSON.h>

// A copy of a value in whose texts `$name` and `$name.field` are what `names` has there. To be
// freed by cJSON_Delete.
cJSON *variables_put(const cJSON *names, const cJSON *value);

#endif
