#include "migrayt_host/failure.h"

#include <inttypes.h>
#include <string.h>

#include "migrayt_host/bytes.h"
#include "migrayt_host/json.h"

// What is told when there is no memory to tell more.
#define BARE "{\"message\":\"there was no memory to tell what went wrong\"}"

// Adds a text with its NUL to those that the failure owns, and answers where it begins.
static size_t keep(migrayt_host_text *own, migrayt_bytes words) {
    size_t place = own->length;
    migrayt_bytes end = {(const uint8_t *)"", 1};
    migrayt_host_text_add_bytes(own, words);
    migrayt_host_text_add_bytes(own, end);
    return place;
}

// Fills the texts, of an error's JSON and its message.
static void fill(migrayt_host_failure *failure, migrayt_bytes message, migrayt_bytes json) {
    migrayt_host_text *own = &failure->own;
    migrayt_bytes none = migrayt_host_no_bytes();
    migrayt_bytes value = none;
    size_t at_message = keep(own, message);
    size_t at_json = keep(own, json);
    bool has_context = migrayt_host_json_member(json, "context", &value);
    size_t at_context = keep(own, has_context ? value : migrayt_host_bytes("{}"));
    size_t at_help = own->length;
    bool has_help =
        migrayt_host_json_member(json, "help", &value) && migrayt_host_json_text(value, own);
    keep(own, none);
    failure->kind = migrayt_host_kind_name(failure->code);
    if (own->failed) {
        migrayt_host_text_free(own);
        failure->message = "there was no memory to tell what went wrong";
        failure->json = BARE;
        failure->context = "{}";
        return;
    }
    failure->message = own->data + at_message;
    failure->json = own->data + at_json;
    failure->context = own->data + at_context;
    failure->help = has_help ? own->data + at_help : NULL;
}

migrayt_status migrayt_host_failure_take(migrayt_host_failure *failure, migrayt_status status,
                                         migrayt_error *error) {
    migrayt_status known = migrayt_host_kind_known(status);
    migrayt_host_failure_free(failure);
    if (failure != NULL && known > 0) {
        migrayt_error_view view = {0};
        view.size = sizeof view;
        failure->code = known;
        if (migrayt_error_read(error, &view, NULL) == MIGRAYT_OK) {
            failure->retry = view.retry == 1   ? MIGRAYT_HOST_BACKOFF
                             : view.retry == 2 ? MIGRAYT_HOST_AFTER
                                               : MIGRAYT_HOST_NEVER;
            failure->retry_after_ms = view.retry_after_ms;
            // A number that is not known is the worse of the two.
            failure->effect = view.effect == 0 ? MIGRAYT_HOST_NOTHING : MIGRAYT_HOST_PERHAPS;
            fill(failure, view.message, view.json);
        } else {
            migrayt_host_failure_set(failure, known, "the library told no more than the kind");
        }
    }
    migrayt_error_free(error);
    return known;
}

migrayt_status migrayt_host_failure_set(migrayt_host_failure *failure, migrayt_status code,
                                        const char *message) {
    if (failure == NULL) {
        return code;
    }
    migrayt_host_failure_free(failure);
    failure->code = code;
    failure->effect = MIGRAYT_HOST_NOTHING;
    migrayt_host_text json = {0};
    migrayt_host_text_format(&json, "{\"code\":%" PRId32 ",\"kind\":\"%s\",\"message\":", code,
                             migrayt_host_kind_name(code));
    migrayt_host_text_add_quoted(&json, migrayt_host_bytes(message));
    migrayt_host_text_add(&json, ",\"retry\":\"never\",\"retry_after_ms\":0,\"effect\":\"none\","
                                 "\"help\":null,\"context\":{},\"causes\":[]}");
    migrayt_bytes told = json.failed ? migrayt_host_bytes(BARE) : migrayt_host_text_bytes(&json);
    fill(failure, migrayt_host_bytes(message), told);
    migrayt_host_text_free(&json);
    return code;
}

void migrayt_host_failure_free(migrayt_host_failure *failure) {
    if (failure == NULL) {
        return;
    }
    migrayt_host_text_free(&failure->own);
    memset(failure, 0, sizeof *failure);
}
