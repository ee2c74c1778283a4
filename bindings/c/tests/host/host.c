#include "host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "journal.h"
#include "source.h"
#include "target.h"
#include "vault.h"

struct memory_host {
    migrayt_host host;
    struct source *source;
    struct target *target;
    struct journal *journal;
    struct vault *vault;
    // The tokens of the directory, the secrets of the prompt, and what goes wrong.
    const cJSON *tokens, *secrets, *trouble;
    migrayt_host_source source_table;
    migrayt_host_target target_table;
    migrayt_host_journal journal_table;
    migrayt_host_vault vault_table;
    migrayt_host_directory directory_table;
    migrayt_host_prompt prompt_table;
    migrayt_host_conformance conformance_table;
};

static migrayt_status look_up(void *state, const migrayt_host_question *question,
                              migrayt_host_answer *answer) {
    const struct memory_host *host = state;
    char *token = (char *)copy_bytes(question->bytes);
    cJSON *known = copy_of(host->tokens, token);
    free(token);
    return reply(answer, known);
}

static migrayt_status ask(void *state, const migrayt_host_question *question,
                          migrayt_host_answer *answer) {
    const struct memory_host *host = state;
    cJSON *arguments = arguments_of(question);
    const char *secret = text_of(host->secrets, text_of(arguments, "wanted"));
    migrayt_host_text_add(&answer->bytes, secret);
    cJSON_Delete(arguments);
    return MIGRAYT_OK;
}

static migrayt_status empty(void *state, const migrayt_host_question *question,
                            migrayt_host_answer *answer) {
    struct memory_host *host = state;
    cJSON *arguments = arguments_of(question);
    const char *port = text_of(arguments, "port");
    migrayt_status status = MIGRAYT_OK;
    if (host->target != NULL && strcmp(port, "target") == 0) {
        target_empty(host->target);
    } else if (host->vault != NULL && strcmp(port, "vault") == 0) {
        vault_empty(host->vault);
    } else {
        status = refuse(answer, MIGRAYT_UNSUPPORTED);
    }
    cJSON_Delete(arguments);
    return status;
}

struct memory_host *memory_host_new(const cJSON *with, const cJSON *data) {
    struct memory_host *host = must(calloc(1, sizeof *host));
    const cJSON *port = NULL;
    if ((port = member_of(with, "source")) != NULL) {
        host->source = source_new(port, member_of(data, "source"));
        host->source_table = source_table(host->source);
        host->host.source = &host->source_table;
    }
    if ((port = member_of(with, "target")) != NULL) {
        host->target = target_new(port, member_of(data, "target"));
        host->target_table = target_table(host->target);
        host->host.target = &host->target_table;
    }
    if (member_of(with, "journal") != NULL) {
        host->journal = journal_new(member_of(data, "journal"));
        host->journal_table = journal_table(host->journal);
        host->host.journal = &host->journal_table;
    }
    if (member_of(with, "vault") != NULL) {
        host->vault = vault_new();
        host->vault_table = vault_table(host->vault);
        host->host.vault = &host->vault_table;
    }
    if (member_of(with, "directory") != NULL) {
        migrayt_host_directory table = {host, look_up};
        host->tokens = member_of(data, "directory");
        host->directory_table = table;
        host->host.directory = &host->directory_table;
    }
    if ((port = member_of(with, "prompt")) != NULL) {
        migrayt_host_prompt table = {host, ask};
        host->secrets = port;
        host->prompt_table = table;
        host->host.prompt = &host->prompt_table;
    }
    migrayt_host_conformance table = {host, empty};
    host->conformance_table = table;
    host->host.conformance = &host->conformance_table;
    return host;
}

const migrayt_host *memory_host_table(const struct memory_host *host) {
    return &host->host;
}

static void write_retry(const cJSON *retry, migrayt_host_answer *answer) {
    const cJSON *after = member_of(retry, "after_ms");
    if (cJSON_IsNumber(after)) {
        answer->retry = MIGRAYT_HOST_AFTER;
        answer->retry_after_ms = (uint64_t)cJSON_GetNumberValue(after);
    } else if (cJSON_IsString(retry) && strcmp(cJSON_GetStringValue(retry), "backoff") == 0) {
        answer->retry = MIGRAYT_HOST_BACKOFF;
    }
}

static migrayt_status fail(void *state, const migrayt_host_question *question,
                           migrayt_host_answer *answer) {
    const cJSON *error = ((const struct memory_host *)state)->trouble;
    migrayt_status kind = migrayt_host_kind_code(text_of(error, "kind"));
    if (kind == 0) {
        // A kind that this layer has no number for is written as it is.
        cJSON *whole = must(cJSON_CreateObject());
        cJSON_AddItemToObject(whole, "error", must(cJSON_Duplicate(error, true)));
        char *json = must(cJSON_PrintUnformatted(whole));
        migrayt_host_answer_json(question->run, question->request, json, migrayt_host_no_bytes(),
                                 NULL);
        cJSON_free(json);
        cJSON_Delete(whole);
        return MIGRAYT_WAITING;
    }
    write_retry(member_of(error, "retry"), answer);
    if (strcmp(text_of(error, "effect"), "none") == 0) {
        answer->effect = MIGRAYT_HOST_NOTHING;
    }
    if (strcmp(text_of(error, "effect"), "unknown") == 0) {
        answer->effect = MIGRAYT_HOST_PERHAPS;
    }
    snprintf(answer->code, sizeof answer->code, "%s", text_of(error, "code"));
    return kind;
}

void memory_host_trouble(struct memory_host *host, const cJSON *error) {
    memset(&host->host, 0, sizeof host->host);
    host->trouble = error;
    host->host.state = host;
    host->host.otherwise = fail;
}

cJSON *memory_host_counted(const struct memory_host *host) {
    return host->target == NULL ? must(cJSON_CreateObject()) : target_counted(host->target);
}

void memory_host_free(struct memory_host *host) {
    if (host != NULL) {
        source_free(host->source);
        target_free(host->target);
        journal_free(host->journal);
        vault_free(host->vault);
        free(host);
    }
}
