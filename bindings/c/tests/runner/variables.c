#include "variables.h"

#include <stdlib.h>
#include <string.h>

#include "../host/reply.h"

#define WORD "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

// The member that a text begins with the name of, and the length of that name.
static const cJSON *named(const cJSON *object, const char *words, size_t *length) {
    char name[128];
    *length = strspn(words, WORD);
    if (*length == 0 || *length >= sizeof name) {
        return NULL;
    }
    memcpy(name, words, *length);
    name[*length] = 0;
    return member_of(object, name);
}

// The variable that a text begins with, after its `$`; NULL if there is none.
static const cJSON *variable(const cJSON *names, const char *words, size_t *length) {
    const cJSON *value = named(names, words, length);
    size_t more = 0;
    const cJSON *field = NULL;
    if (value != NULL && words[*length] == '.') {
        field = named(value, words + *length + 1, &more);
    }
    if (field != NULL) {
        *length += 1 + more;
        return field;
    }
    return value;
}

static void add(migrayt_host_text *text, const cJSON *value) {
    if (cJSON_IsString(value)) {
        migrayt_host_text_add(text, cJSON_GetStringValue(value));
        return;
    }
    char *json = must(cJSON_PrintUnformatted(value));
    migrayt_host_text_add(text, json);
    cJSON_free(json);
}

static cJSON *put_into(const cJSON *names, const char *words) {
    size_t length = 0;
    const cJSON *whole = words[0] == '$' ? variable(names, words + 1, &length) : NULL;
    if (whole != NULL && words[1 + length] == 0) {
        return must(cJSON_Duplicate(whole, true));
    }
    migrayt_host_text text = {0};
    while (*words != 0) {
        const cJSON *value = *words == '$' ? variable(names, words + 1, &length) : NULL;
        if (value != NULL) {
            add(&text, value);
            words += 1 + length;
        } else {
            migrayt_bytes byte = {(const uint8_t *)words, 1};
            migrayt_host_text_add_bytes(&text, byte);
            words++;
        }
    }
    cJSON *made = must(cJSON_CreateString(migrayt_host_text_words(&text)));
    migrayt_host_text_free(&text);
    return made;
}

cJSON *variables_put(const cJSON *names, const cJSON *value) {
    if (cJSON_IsString(value)) {
        return put_into(names, cJSON_GetStringValue(value));
    }
    if (!cJSON_IsArray(value) && !cJSON_IsObject(value)) {
        return must(cJSON_Duplicate(value, true));
    }
    cJSON *made = must(cJSON_IsArray(value) ? cJSON_CreateArray() : cJSON_CreateObject());
    const cJSON *member = NULL;
    cJSON_ArrayForEach(member, value) {
        cJSON *put = variables_put(names, member);
        if (cJSON_IsArray(value)) {
            cJSON_AddItemToArray(made, put);
        } else {
            cJSON_AddItemToObject(made, member->string, put);
        }
    }
    return made;
}
