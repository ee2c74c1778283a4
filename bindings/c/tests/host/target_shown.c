// What a target shows of its items.

#include <stdio.h>
#include <string.h>

#include "target.h"

// An item with its rank, or NULL.
static cJSON *shown(struct target *target, unsigned long number) {
    const struct made *made = target_find(target, number);
    if (made == NULL) {
        return NULL;
    }
    size_t place = 0;
    while (target->order[place] != number) {
        place++;
    }
    char rank[24];
    snprintf(rank, sizeof rank, "%09zu", place);
    cJSON *item = must(cJSON_Duplicate(made->item, true));
    cJSON_AddStringToObject(item, "rank", rank);
    return item;
}

migrayt_status target_read_back(void *state, const migrayt_host_question *question,
                                migrayt_host_answer *answer) {
    struct target *target = state;
    cJSON *arguments = arguments_of(question);
    cJSON *value = must(cJSON_CreateObject());
    cJSON *items = cJSON_AddArrayToObject(value, "items");
    const cJSON *id = NULL;
    cJSON_ArrayForEach(id, member_of(arguments, "items")) {
        cJSON *item = shown(target, number_of(cJSON_GetStringValue(id), "D-"));
        if (item != NULL) {
            cJSON_AddItemToArray(items, item);
        }
    }
    cJSON_Delete(arguments);
    return reply(answer, value);
}

migrayt_status target_sweep(void *state, const migrayt_host_question *question,
                            migrayt_host_answer *answer) {
    struct target *target = state;
    cJSON *arguments = arguments_of(question);
    const char *cursor = cJSON_GetStringValue(member_of(arguments, "cursor"));
    const char *place = cursor == NULL ? text_of(arguments, "after") : cursor;
    unsigned long after = number_of(place, "");
    bool known = after > 0 || strcmp(place, "") == 0 || strcmp(place, "0") == 0;
    cJSON_Delete(arguments);
    if (!known) {
        return refuse(answer, MIGRAYT_INPUT_INVALID);
    }
    size_t at = 0;
    while (at < target->count && target->items[at].number <= after) {
        at++;
    }
    size_t page = target->page == 0 ? 50 : target->page;
    size_t end = target->count - at > page ? at + page : target->count;
    cJSON *value = must(cJSON_CreateObject());
    cJSON *items = cJSON_AddArrayToObject(value, "items");
    for (; at < end; at++) {
        cJSON *item = must(cJSON_CreateObject());
        cJSON_AddItemToObject(item, "target", copy_of(target->items[at].item, "target"));
        cJSON_AddItemToObject(item, "marker", copy_of(target->items[at].item, "marker"));
        cJSON_AddItemToArray(items, item);
        after = target->items[at].number;
    }
    if (cJSON_GetArraySize(items) > 0) {
        char next[24];
        snprintf(next, sizeof next, "%lu", after);
        cJSON_AddStringToObject(value, "cursor", next);
    }
    cJSON_AddBoolToObject(value, "last", at == target->count);
    return reply(answer, value);
}

migrayt_status target_properties(void *state, const migrayt_host_question *question,
                                 migrayt_host_answer *answer) {
    struct target *target = state;
    cJSON *arguments = arguments_of(question);
    cJSON *value = must(cJSON_CreateObject());
    cJSON *items = cJSON_AddArrayToObject(value, "items");
    const cJSON *id = NULL;
    cJSON_ArrayForEach(id, member_of(arguments, "items")) {
        const char *words = cJSON_GetStringValue(id);
        const struct made *made = target_find(target, number_of(words, "D-"));
        if (made == NULL) {
            continue;
        }
        cJSON *item = must(cJSON_CreateObject());
        cJSON_AddStringToObject(item, "id", words);
        cJSON *found = cJSON_AddObjectToObject(item, "properties");
        const cJSON *name = NULL;
        cJSON_ArrayForEach(name, member_of(arguments, "names")) {
            const cJSON *property = member_of(made->properties, cJSON_GetStringValue(name));
            if (property != NULL) {
                cJSON *same = must(cJSON_Duplicate(property, true));
                cJSON_AddItemToObject(found, cJSON_GetStringValue(name), same);
            }
        }
        cJSON_AddItemToArray(items, item);
    }
    cJSON_Delete(arguments);
    return reply(answer, value);
}
