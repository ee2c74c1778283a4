// The host that the cases speak of: every port in memory, as a step says.

#ifndef TESTS_HOST_HOST_H
#define TESTS_HOST_HOST_H

#include "reply.h"

struct memory_host;

// A host with the ports that are fields of `with`, of what `data` holds. Both outlive it.
struct memory_host *memory_host_new(const cJSON *with, const cJSON *data);

// Its functions. They are there as long as the host is.
const migrayt_host *memory_host_table(const struct memory_host *host);

// Lets every question be answered with an error from now on. `error` outlives the host.
void memory_host_trouble(struct memory_host *host, const cJSON *error);

// What its target was given: `items`, `files`, `bytes`. To be freed by cJSON_Delete.
cJSON *memory_host_counted(const struct memory_host *host);

void memory_host_free(struct memory_host *host);

#endif
