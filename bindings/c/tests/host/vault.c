#include "vault.h"

#include <stdlib.h>
#include <string.h>

struct value {
    // NULL if there is none.
    char *version;
    migrayt_host_text bytes;
};

// A secret that was put and not destroyed: it has a current value, and perhaps a staged one.
struct secret {
    struct secret *next;
    char *tenant, *name;
    struct value current, staged;
};

struct vault {
    struct secret *first;
};

struct vault *vault_new(void) {
    return must(calloc(1, sizeof(struct vault)));
}

static void value_free(struct value *value) {
    free(value->version);
    migrayt_host_text_free(&value->bytes);
    value->version = NULL;
}

static void value_set(struct value *value, const char *version, migrayt_bytes bytes) {
    value_free(value);
    value->version = copy(version);
    migrayt_host_text_add_bytes(&value->bytes, bytes);
}

static void destroy_at(struct secret **place) {
    struct secret *secret = *place;
    *place = secret->next;
    value_free(&secret->current);
    value_free(&secret->staged);
    free(secret->tenant);
    free(secret->name);
    free(secret);
}

void vault_empty(struct vault *vault) {
    while (vault->first != NULL) {
        destroy_at(&vault->first);
    }
}

void vault_free(struct vault *vault) {
    if (vault != NULL) {
        vault_empty(vault);
        free(vault);
    }
}

// Where the pointer to the secret is that arguments name; that to the end if there is none.
static struct secret **find(struct vault *vault, const cJSON *arguments) {
    struct secret **place = &vault->first;
    while (*place != NULL && (strcmp((*place)->tenant, text_of(arguments, "tenant")) != 0 ||
                              strcmp((*place)->name, text_of(arguments, "name")) != 0)) {
        place = &(*place)->next;
    }
    return place;
}

static migrayt_status describe(void *state, const migrayt_host_question *question,
                               migrayt_host_answer *answer) {
    (void)state;
    (void)question;
    migrayt_host_text_add(&answer->value, "{\"durable\":false,\"shared\":false}");
    return MIGRAYT_OK;
}

static migrayt_status names(void *state, const migrayt_host_question *question,
                            migrayt_host_answer *answer) {
    const struct vault *vault = state;
    cJSON *arguments = arguments_of(question);
    cJSON *found = must(cJSON_CreateArray());
    for (const struct secret *secret = vault->first; secret != NULL; secret = secret->next) {
        if (strcmp(secret->tenant, text_of(arguments, "tenant")) == 0) {
            cJSON_AddItemToArray(found, must(cJSON_CreateString(secret->name)));
        }
    }
    cJSON_Delete(arguments);
    return reply(answer, found);
}

static migrayt_status hold(void *state, const migrayt_host_question *question,
                           migrayt_host_answer *answer) {
    cJSON *arguments = arguments_of(question);
    const struct secret *secret = *find(state, arguments);
    cJSON_Delete(arguments);
    if (secret == NULL) {
        return MIGRAYT_OK;
    }
    migrayt_host_text_add_bytes(&answer->bytes, migrayt_host_text_bytes(&secret->current.bytes));
    cJSON *value = must(cJSON_CreateObject());
    cJSON_AddStringToObject(value, "version", secret->current.version);
    return reply(answer, value);
}

static const char *rotate(struct secret *secret, const cJSON *arguments, migrayt_bytes bytes) {
    if (strcmp(secret->current.version, text_of(arguments, "from")) != 0) {
        return "newer";
    }
    value_set(&secret->current, text_of(arguments, "version"), bytes);
    return "done";
}

static const char *stage(struct secret *secret, const cJSON *arguments, migrayt_bytes bytes) {
    const char *version = text_of(arguments, "version");
    bool staged = secret->staged.version != NULL && strcmp(secret->staged.version, version) == 0;
    if (staged || strcmp(secret->current.version, version) == 0) {
        return "taken";
    }
    if (strcmp(secret->current.version, text_of(arguments, "from")) != 0) {
        return "newer";
    }
    value_set(&secret->staged, version, bytes);
    return "done";
}

static const char *promote(struct secret *secret, const cJSON *arguments) {
    const char *version = text_of(arguments, "version");
    if (strcmp(secret->current.version, version) == 0) {
        return "done";
    }
    if (strcmp(secret->current.version, text_of(arguments, "from")) != 0) {
        return "newer";
    }
    if (secret->staged.version == NULL || strcmp(secret->staged.version, version) != 0) {
        return "unstaged";
    }
    value_free(&secret->current);
    secret->current = secret->staged;
    memset(&secret->staged, 0, sizeof secret->staged);
    return "done";
}

static const char *put(struct secret **place, const cJSON *arguments, migrayt_bytes bytes) {
    if (*place != NULL) {
        return "taken";
    }
    struct secret *secret = must(calloc(1, sizeof *secret));
    secret->tenant = copy(text_of(arguments, "tenant"));
    secret->name = copy(text_of(arguments, "name"));
    value_set(&secret->current, text_of(arguments, "version"), bytes);
    *place = secret;
    return "done";
}

// Carries out what changes a secret, and tells what became of it.
static migrayt_status change(void *state, const migrayt_host_question *question,
                             migrayt_host_answer *answer) {
    cJSON *arguments = arguments_of(question);
    struct secret **place = find(state, arguments);
    const char *came = "absent";
    if (strcmp(question->method, "put") == 0) {
        came = put(place, arguments, question->bytes);
    } else if (*place != NULL && strcmp(question->method, "rotate") == 0) {
        came = rotate(*place, arguments, question->bytes);
    } else if (*place != NULL && strcmp(question->method, "stage") == 0) {
        came = stage(*place, arguments, question->bytes);
    } else if (*place != NULL && strcmp(question->method, "promote") == 0) {
        came = promote(*place, arguments);
    } else if (*place != NULL) {
        destroy_at(place);
        came = "done";
    }
    cJSON_Delete(arguments);
    return reply_text(answer, came);
}

migrayt_host_vault vault_table(struct vault *vault) {
    migrayt_host_vault table = {vault,  describe, change, hold, change,
                                change, change,   change, names};
    return table;
}
