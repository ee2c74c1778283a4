// Secrets in memory, by tenant and name.

#ifndef TESTS_HOST_VAULT_H
#define TESTS_HOST_VAULT_H

#include "reply.h"

struct vault;

struct vault *vault_new(void);

// Its functions.
migrayt_host_vault vault_table(struct vault *vault);

// Makes it anew.
void vault_empty(struct vault *vault);

void vault_free(struct vault *vault);

#endif
