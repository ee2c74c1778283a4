// A tracker in memory to be read.

#ifndef TESTS_HOST_SOURCE_H
#define TESTS_HOST_SOURCE_H

#include "reply.h"

struct source;

// A source as `with` says, of what the host is made of, which outlives it.
struct source *source_new(const cJSON *with, const cJSON *data);

// Its functions.
migrayt_host_source source_table(struct source *source);

void source_free(struct source *source);

#endif
