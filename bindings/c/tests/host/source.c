#include "source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "streams.h"

struct source {
    // `describe`, `catalog`, `items`, `files` and `generated`.
    const cJSON *data;
    // The items as they are listed; NULL if they are made.
    const cJSON *listed;
    size_t count;
    size_t page;
    // The size of the file of the first item that is made; 0 if there is none.
    size_t file_size;
    bool breaks_off, silent, forgets;
    struct streams streams;
};

struct source *source_new(const cJSON *with, const cJSON *data) {
    struct source *source = must(calloc(1, sizeof *source));
    source->data = data;
    source->page = 200;
    if (cJSON_IsNumber(member_of(with, "page"))) {
        source->page = (size_t)cJSON_GetNumberValue(member_of(with, "page"));
    }
    if (cJSON_IsNumber(member_of(with, "items"))) {
        source->count = (size_t)cJSON_GetNumberValue(member_of(with, "items"));
    } else {
        source->listed = member_of(data, "items");
        source->count = (size_t)cJSON_GetArraySize(source->listed);
    }
    if (cJSON_IsNumber(member_of(with, "file_mb"))) {
        source->file_size = (size_t)cJSON_GetNumberValue(member_of(with, "file_mb")) << 20;
    }
    source->breaks_off = cJSON_IsTrue(member_of(with, "breaks_off"));
    source->silent = cJSON_IsTrue(member_of(with, "silent"));
    source->forgets = cJSON_IsTrue(member_of(with, "forgets"));
    return source;
}

void source_free(struct source *source) {
    if (source != NULL) {
        streams_free(&source->streams);
        free(source);
    }
}

static migrayt_status describe(void *state, const migrayt_host_question *question,
                               migrayt_host_answer *answer) {
    struct source *source = state;
    (void)question;
    cJSON *value = copy_of(source->data, "describe");
    cJSON *capabilities = member_of(value, "capabilities");
    cJSON_DeleteItemFromObjectCaseSensitive(capabilities, "max_page");
    cJSON_AddNumberToObject(capabilities, "max_page", (double)source->page);
    return reply(answer, value);
}

static migrayt_status catalog(void *state, const migrayt_host_question *question,
                              migrayt_host_answer *answer) {
    struct source *source = state;
    (void)question;
    cJSON *value = copy_of(source->data, "catalog");
    cJSON_AddNumberToObject(value, "items", (double)source->count);
    return reply(answer, value);
}

// Makes an item of that number.
static cJSON *make(const struct source *source, unsigned long number) {
    cJSON *item = copy_of(source->data, "generated");
    char id[24];
    snprintf(id, sizeof id, "%lu", number);
    char title[128];
    snprintf(title, sizeof title, "%s%s", text_of(item, "title"), id);
    cJSON_AddStringToObject(item, "id", id);
    cJSON_ReplaceItemInObjectCaseSensitive(item, "title", must(cJSON_CreateString(title)));
    if (number == 1 && source->file_size > 0) {
        cJSON *file = must(cJSON_CreateObject());
        cJSON_AddStringToObject(file, "id", "big");
        cJSON_AddStringToObject(file, "name", "big");
        cJSON_AddNumberToObject(file, "size", (double)source->file_size);
        cJSON_AddItemToArray(cJSON_AddArrayToObject(item, "attachments"), file);
    }
    return item;
}

// The number of the item at a place, counted from 0.
static unsigned long number_at(const struct source *source, size_t place) {
    if (source->listed == NULL) {
        return place + 1;
    }
    return number_of(text_of(cJSON_GetArrayItem(source->listed, (int)place), "id"), "");
}

// The item at a place, as it is shown.
static cJSON *shown(const struct source *source, size_t place, bool outline) {
    cJSON *item = source->listed == NULL
                      ? make(source, number_at(source, place))
                      : cJSON_Duplicate(cJSON_GetArrayItem(source->listed, (int)place), true);
    if (!outline) {
        return must(item);
    }
    static const char *const members[] = {"id",    "revision", "type", "state",
                                          "title", "parent",   "rank"};
    cJSON *less = must(cJSON_CreateObject());
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        cJSON *member = cJSON_DetachItemFromObjectCaseSensitive(item, members[i]);
        if (member != NULL) {
            cJSON_AddItemToObject(less, members[i], member);
        }
    }
    cJSON_Delete(item);
    return less;
}

// How many items come up to and including a number.
static size_t before(const struct source *source, unsigned long number) {
    size_t place = source->listed == NULL ? (size_t)number : 0;
    if (source->listed == NULL) {
        return place < source->count ? place : source->count;
    }
    while (place < source->count && number_at(source, place) <= number) {
        place++;
    }
    return place;
}

static cJSON *some(const struct source *source, const cJSON *ids, bool outline) {
    cJSON *items = must(cJSON_CreateArray());
    const cJSON *id = NULL;
    cJSON_ArrayForEach(id, ids) {
        unsigned long number = number_of(cJSON_GetStringValue(id), "");
        size_t after = number == 0 ? 0 : before(source, number);
        if (after > 0 && number_at(source, after - 1) == number) {
            cJSON_AddItemToArray(items, shown(source, after - 1, outline));
        }
    }
    return items;
}

static migrayt_status page(const struct source *source, const cJSON *arguments, bool outline,
                           migrayt_host_answer *answer) {
    const char *cursor = cJSON_GetStringValue(member_of(arguments, "after"));
    unsigned long number = cursor == NULL ? 0 : number_of(cursor, "");
    if (cursor != NULL && number == 0) {
        return refuse(answer, MIGRAYT_INPUT_INVALID);
    }
    // A cursor is the number of the last item before it.
    size_t at = before(source, number);
    size_t count = source->count - (source->forgets && source->count > 0 ? 1 : 0);
    size_t end = count > at && count - at > source->page ? at + source->page : count;
    cJSON *value = must(cJSON_CreateObject());
    cJSON *items = cJSON_AddArrayToObject(value, "items");
    for (; at < end; at++) {
        cJSON_AddItemToArray(items, shown(source, at, outline));
        number = number_at(source, at);
    }
    if (cJSON_GetArraySize(items) > 0) {
        char next[24];
        snprintf(next, sizeof next, "%lu", number);
        cJSON_AddStringToObject(value, "cursor", next);
    }
    cJSON_AddBoolToObject(value, "last", at >= count);
    return reply(answer, value);
}

static migrayt_status read(void *state, const migrayt_host_question *question,
                           migrayt_host_answer *answer) {
    struct source *source = state;
    cJSON *arguments = arguments_of(question);
    bool outline = strcmp(text_of(arguments, "view"), "outline") == 0;
    const cJSON *ids = member_of(arguments, "items");
    migrayt_status status = MIGRAYT_OK;
    if (cJSON_IsArray(ids)) {
        cJSON *value = must(cJSON_CreateObject());
        cJSON_AddItemToObject(value, "items", some(source, ids, outline));
        status = reply(answer, value);
    } else {
        status = page(source, arguments, outline, answer);
    }
    cJSON_Delete(arguments);
    return status;
}

static migrayt_status open(void *state, const migrayt_host_question *question,
                           migrayt_host_answer *answer) {
    struct source *source = state;
    cJSON *arguments = arguments_of(question);
    const char *id = text_of(member_of(arguments, "file"), "id");
    const char *words = cJSON_GetStringValue(member_of(member_of(source->data, "files"), id));
    struct file file = {NULL, source->file_size, source->breaks_off};
    bool made = source->file_size > 0 && strcmp(id, "big") == 0;
    cJSON_Delete(arguments);
    if (!made && words == NULL) {
        return refuse(answer, MIGRAYT_NOT_FOUND);
    }
    if (!made) {
        file.data = (const uint8_t *)words;
        file.size = strlen(words);
        file.breaks_off = false;
    }
    return streams_open(&source->streams, file, answer);
}

static migrayt_status pull(void *state, const migrayt_host_question *question,
                           migrayt_host_answer *answer) {
    struct source *source = state;
    return streams_pull(&source->streams, question, answer);
}

static migrayt_status shut(void *state, const migrayt_host_question *question,
                           migrayt_host_answer *answer) {
    struct source *source = state;
    (void)answer;
    return streams_close(&source->streams, question);
}

static migrayt_status say_nothing(void *state, const migrayt_host_question *question,
                                  migrayt_host_answer *answer) {
    (void)state;
    (void)question;
    (void)answer;
    return MIGRAYT_WAITING;
}

migrayt_host_source source_table(struct source *source) {
    migrayt_host_source table = {source, describe, catalog, read, open, pull, shut};
    migrayt_host_source silent = {source,      say_nothing, say_nothing, say_nothing,
                                  say_nothing, say_nothing, say_nothing};
    return source->silent ? silent : table;
}
