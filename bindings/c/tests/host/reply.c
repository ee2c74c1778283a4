#include "reply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nul.h"

void *must(void *allocated) {
    if (allocated == NULL) {
        fputs("there is no memory\n", stderr);
        exit(3);
    }
    return allocated;
}

char *copy(const char *words) {
    size_t length = strlen(words) + 1;
    return memcpy(must(malloc(length)), words, length);
}

uint8_t *copy_bytes(migrayt_bytes bytes) {
    uint8_t *made = must(malloc(bytes.length + 1));
    if (bytes.length > 0) {
        memcpy(made, bytes.data, bytes.length);
    }
    made[bytes.length] = 0;
    return made;
}

cJSON *arguments_of(const migrayt_host_question *question) {
    migrayt_host_text hidden = {0};
    nul_hide(question->arguments, &hidden);
    cJSON *arguments = must(cJSON_ParseWithLength(hidden.data, hidden.length));
    migrayt_host_text_free(&hidden);
    return arguments;
}

cJSON *member_of(const cJSON *object, const char *name) {
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

const char *text_of(const cJSON *object, const char *name) {
    const char *words = cJSON_GetStringValue(member_of(object, name));
    return words == NULL ? "" : words;
}

cJSON *copy_of(const cJSON *object, const char *name) {
    const cJSON *member = member_of(object, name);
    return must(member == NULL ? cJSON_CreateNull() : cJSON_Duplicate(member, true));
}

unsigned long number_of(const char *words, const char *before) {
    size_t length = strlen(before);
    if (strncmp(words, before, length) != 0) {
        return 0;
    }
    words += length;
    size_t digits = strspn(words, "0123456789");
    return digits == 0 || digits > 9 || words[digits] != 0 ? 0 : strtoul(words, NULL, 10);
}

migrayt_status reply(migrayt_host_answer *answer, cJSON *value) {
    char *json = must(cJSON_PrintUnformatted(value));
    nul_show(json, &answer->value);
    cJSON_free(json);
    cJSON_Delete(value);
    return MIGRAYT_OK;
}

migrayt_status reply_text(migrayt_host_answer *answer, const char *words) {
    return reply(answer, must(cJSON_CreateString(words)));
}

migrayt_status refuse(migrayt_host_answer *answer, migrayt_status kind) {
    answer->effect = MIGRAYT_HOST_NOTHING;
    return kind;
}
