#include "migrayt_host/answer.h"

#include <inttypes.h>
#include <string.h>

#include "migrayt_host/bytes.h"

migrayt_status migrayt_host_answer_json(migrayt_run *run, uint64_t request, const char *json,
                                        migrayt_bytes bytes, migrayt_host_failure *failure) {
    migrayt_bytes text = migrayt_host_bytes(json);
    migrayt_error *error = NULL;
    migrayt_status status =
        migrayt_answer(run, request, text.data, text.length, bytes.data, bytes.length, &error);
    return migrayt_host_failure_take(failure, status, error);
}

// Sends words that are JSON for certain.
static migrayt_status fault(migrayt_run *run, uint64_t request, const char *code,
                            migrayt_host_failure *failure) {
    char json[128] = "{\"error\":{\"kind\":\"Unexpected\",\"code\":\"";
    strcat(json, code);
    strcat(json, "\"}}");
    return migrayt_host_answer_json(run, request, json, migrayt_host_no_bytes(), failure);
}

static void write_error(migrayt_host_text *json, migrayt_status outcome,
                        const migrayt_host_answer *answer) {
    migrayt_host_text_format(json, "{\"error\":{\"kind\":\"%s\"", migrayt_host_kind_name(outcome));
    if (answer->retry == MIGRAYT_HOST_BACKOFF) {
        migrayt_host_text_add(json, ",\"retry\":\"backoff\"");
    }
    if (answer->retry == MIGRAYT_HOST_AFTER) {
        migrayt_host_text_format(json, ",\"retry\":{\"after_ms\":%" PRIu64 "}",
                                 answer->retry_after_ms);
    }
    if (answer->effect != MIGRAYT_HOST_UNSAID) {
        const char *effect = answer->effect == MIGRAYT_HOST_NOTHING ? "none" : "unknown";
        migrayt_host_text_format(json, ",\"effect\":\"%s\"", effect);
    }
    const char *end = memchr(answer->code, 0, sizeof answer->code);
    size_t length = end == NULL ? sizeof answer->code : (size_t)(end - answer->code);
    if (length > 0) {
        migrayt_bytes code = {(const uint8_t *)answer->code, length};
        migrayt_host_text_add(json, ",\"code\":");
        migrayt_host_text_add_quoted(json, code);
    }
    migrayt_host_text_add(json, "}}");
}

migrayt_status migrayt_host_answer_send(migrayt_run *run, uint64_t request, migrayt_status outcome,
                                        const migrayt_host_answer *answer,
                                        migrayt_host_failure *failure) {
    migrayt_host_answer empty = {0};
    answer = answer == NULL ? &empty : answer;
    if (outcome < 0) {
        return migrayt_host_failure_set(failure, MIGRAYT_MISUSE,
                                        "an answer is a value or an error, and not a wait");
    }
    migrayt_host_text json = {0};
    migrayt_bytes bytes = migrayt_host_no_bytes();
    if (outcome > 0) {
        write_error(&json, outcome, answer);
    } else {
        bool some = answer->value.length > 0;
        migrayt_host_text_add(&json, "{\"ok\":");
        migrayt_host_text_add_bytes(&json, some ? migrayt_host_text_bytes(&answer->value)
                                                : migrayt_host_bytes("null"));
        migrayt_host_text_add(&json, "}");
        bytes = migrayt_host_text_bytes(&answer->bytes);
    }
    bool lost = json.failed || (outcome == 0 && (answer->value.failed || answer->bytes.failed));
    migrayt_status status = lost
                                ? fault(run, request, "no-memory", failure)
                                : migrayt_host_answer_json(run, request, json.data, bytes, failure);
    migrayt_host_text_free(&json);
    if (status == MIGRAYT_INPUT_INVALID) {
        status = fault(run, request, "not-json", failure);
    }
    if (status == MIGRAYT_NOT_FOUND) {
        migrayt_host_failure_free(failure);
        return MIGRAYT_OK;
    }
    return status;
}

void migrayt_host_answer_free(migrayt_host_answer *answer) {
    if (answer == NULL) {
        return;
    }
    migrayt_host_text_free(&answer->value);
    migrayt_host_text_free(&answer->bytes);
    memset(answer, 0, sizeof *answer);
}
