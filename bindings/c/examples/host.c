#include <migrayt_host.h>
#include <stdio.h>

// A vault with room for one secret. It is given to every function as `state`.
struct vault {
    migrayt_host_text name, version, secret;
};

// Adds a text among the arguments of a question to `text`.
static bool argument(const migrayt_host_question *question, const char *name,
                     migrayt_host_text *text) {
    migrayt_bytes value;
    return migrayt_host_json_member(question->arguments, name, &value) &&
           migrayt_host_json_text(value, text);
}

static migrayt_status describe(void *state, const migrayt_host_question *question,
                               migrayt_host_answer *answer) {
    (void)state, (void)question;
    migrayt_host_text_add(&answer->value, "{\"durable\":false,\"shared\":false}");
    return MIGRAYT_OK;
}

static migrayt_status put(void *state, const migrayt_host_question *question,
                          migrayt_host_answer *answer) {
    struct vault *vault = state;
    if (vault->name.length > 0) {
        migrayt_host_text_add(&answer->value, "\"taken\"");
        return MIGRAYT_OK;
    }
    if (!argument(question, "name", &vault->name) ||
        !argument(question, "version", &vault->version)) {
        return MIGRAYT_INPUT_INVALID; // the question is answered with an error of this kind
    }
    migrayt_host_text_add_bytes(&vault->secret, question->bytes);
    migrayt_host_text_add(&answer->value, "\"done\"");
    return MIGRAYT_OK;
}

static migrayt_status names(void *state, const migrayt_host_question *question,
                            migrayt_host_answer *answer) {
    const struct vault *vault = state;
    (void)question;
    migrayt_host_text_add(&answer->value, "[");
    if (vault->name.length > 0) {
        migrayt_host_text_add_quoted(&answer->value, migrayt_host_text_bytes(&vault->name));
    }
    migrayt_host_text_add(&answer->value, "]");
    return MIGRAYT_OK;
}

int main(void) {
    const char *options = "{\"configuration\":{\"version\":1,\"source\":{\"kind\":\"host\"},"
                          "\"target\":{\"kind\":\"host\"}},\"ports\":{\"vault\":\"host\"}}";
    struct vault vault = {0};
    // What the table does not have is answered with `Unsupported`.
    migrayt_host_vault port = {.state = &vault, .describe = describe, .put = put, .names = names};
    migrayt_host host = {.vault = &port};

    migrayt_host_failure failure = {0};
    migrayt_host_text result = {0};
    migrayt_engine *engine = NULL;
    migrayt_status status = migrayt_host_engine_new(options, NULL, &engine, &failure);
    if (status == MIGRAYT_OK) {
        const char *job = "{\"job\":\"vault_put\",\"name\":\"jira\"}";
        migrayt_bytes secret = migrayt_host_bytes("a token");
        status = migrayt_host_job(engine, job, secret, &host, NULL, &failure);
    }
    if (status == MIGRAYT_OK) {
        const char *job = "{\"job\":\"vault_names\"}";
        status = migrayt_host_job(engine, job, migrayt_host_no_bytes(), &host, &result, &failure);
    }
    if (status == MIGRAYT_OK) {
        puts(migrayt_host_text_words(&result)); // {"names":["jira"]}
    } else {
        fprintf(stderr, "%s: %s\n", failure.kind, failure.message);
    }
    migrayt_engine_free(engine);
    migrayt_host_text_free(&vault.name);
    migrayt_host_text_free(&vault.version);
    migrayt_host_text_free(&vault.secret);
    migrayt_host_text_free(&result);
    migrayt_host_failure_free(&failure);
    return status == MIGRAYT_OK ? 0 : 1;
}
