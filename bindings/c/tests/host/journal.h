// A table of texts in memory, by tenant and key.

#ifndef TESTS_HOST_JOURNAL_H
#define TESTS_HOST_JOURNAL_H

#include "reply.h"

struct journal;

// A journal of what the host is made of.
struct journal *journal_new(const cJSON *data);

// Its functions.
migrayt_host_journal journal_table(struct journal *journal);

void journal_free(struct journal *journal);

#endif
