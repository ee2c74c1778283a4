#include "target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct target *target_new(const cJSON *with, const cJSON *data) {
    struct target *target = must(calloc(1, sizeof *target));
    target->data = data;
    target->nodes = must(cJSON_CreateArray());
    if (cJSON_IsNumber(member_of(with, "page"))) {
        target->page = (size_t)cJSON_GetNumberValue(member_of(with, "page"));
    }
    if (cJSON_IsNumber(member_of(with, "largest_file"))) {
        target->largest_file = cJSON_GetNumberValue(member_of(with, "largest_file"));
    }
    target->forgets_bytes = cJSON_IsTrue(member_of(with, "forgets_bytes"));
    target->forgets_all = cJSON_IsTrue(member_of(with, "forgets_all"));
    target->forgets = cJSON_IsTrue(member_of(with, "forgets"));
    return target;
}

void target_empty(struct target *target) {
    for (size_t i = 0; i < target->count; i++) {
        cJSON_Delete(target->items[i].item);
        cJSON_Delete(target->items[i].properties);
    }
    target->count = 0;
    target->last = 0;
    cJSON_Delete(target->nodes);
    target->nodes = must(cJSON_CreateArray());
    streams_free(&target->streams);
    target_drop(&target->files);
    target_drop(&target->uploads);
}

void target_free(struct target *target) {
    if (target != NULL) {
        target_empty(target);
        cJSON_Delete(target->nodes);
        free(target->items);
        free(target->order);
        free(target);
    }
}

struct made *target_find(struct target *target, unsigned long number) {
    size_t low = 0;
    size_t high = target->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (target->items[middle].number < number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found = low < target->count && target->items[low].number == number;
    return found ? &target->items[low] : NULL;
}

unsigned long target_named(struct target *target, const cJSON *named) {
    unsigned long number = number_of(text_of(named, "id"), "D-");
    if (target->forgets_all) {
        return number <= target->last ? number : 0;
    }
    return target_find(target, number) == NULL ? 0 : number;
}

cJSON *target_counted(const struct target *target) {
    cJSON *counted = must(cJSON_CreateObject());
    cJSON_AddNumberToObject(counted, "items", target->items_counted);
    cJSON_AddNumberToObject(counted, "files", target->files_counted);
    cJSON_AddNumberToObject(counted, "bytes", target->bytes_counted);
    return counted;
}

static migrayt_status describe(void *state, const migrayt_host_question *question,
                               migrayt_host_answer *answer) {
    struct target *target = state;
    (void)question;
    cJSON *value = copy_of(target->data, "describe");
    if (target->page > 0) {
        cJSON *most = must(cJSON_CreateNumber((double)target->page));
        cJSON *capabilities = member_of(value, "capabilities");
        cJSON_ReplaceItemInObjectCaseSensitive(capabilities, "max_read_back", most);
    }
    return reply(answer, value);
}

static migrayt_status catalog(void *state, const migrayt_host_question *question,
                              migrayt_host_answer *answer) {
    struct target *target = state;
    (void)question;
    cJSON *value = copy_of(target->data, "catalog");
    const cJSON *node = NULL;
    cJSON_ArrayForEach(node, target->nodes) {
        cJSON_AddItemToArray(member_of(value, "nodes"), must(cJSON_Duplicate(node, true)));
    }
    if (target->largest_file > 0) {
        cJSON_AddNumberToObject(value, "max_attachment", target->largest_file);
    }
    return reply(answer, value);
}

// The id of a node that is there already, or NULL.
static const char *prepared(const cJSON *nodes, const cJSON *wanted) {
    const cJSON *node = NULL;
    cJSON_ArrayForEach(node, nodes) {
        if (strcmp(text_of(node, "kind"), text_of(wanted, "kind")) == 0 &&
            strcmp(text_of(node, "name"), text_of(wanted, "name")) == 0) {
            return text_of(node, "id");
        }
    }
    return NULL;
}

static migrayt_status prepare(void *state, const migrayt_host_question *question,
                              migrayt_host_answer *answer) {
    struct target *target = state;
    cJSON *arguments = arguments_of(question);
    cJSON *value = must(cJSON_CreateObject());
    cJSON *results = cJSON_AddArrayToObject(value, "results");
    const cJSON *standing = member_of(member_of(target->data, "catalog"), "nodes");
    const cJSON *wanted = NULL;
    cJSON_ArrayForEach(wanted, member_of(arguments, "preparations")) {
        char fresh[24];
        const char *id = prepared(standing, wanted);
        id = id == NULL ? prepared(target->nodes, wanted) : id;
        bool existed = id != NULL;
        if (!existed) {
            snprintf(fresh, sizeof fresh, "%lu", ++target->last);
            cJSON *node = must(cJSON_Duplicate(wanted, true));
            cJSON_AddStringToObject(node, "id", fresh);
            cJSON_AddItemToArray(target->nodes, node);
            id = fresh;
        }
        cJSON *result = must(cJSON_CreateObject());
        cJSON *ok = cJSON_AddObjectToObject(result, "ok");
        cJSON_AddStringToObject(ok, "id", id);
        cJSON_AddBoolToObject(ok, "existed", existed);
        cJSON_AddItemToArray(results, result);
    }
    cJSON_Delete(arguments);
    return reply(answer, value);
}

static migrayt_status high_water(void *state, const migrayt_host_question *question,
                                 migrayt_host_answer *answer) {
    const struct target *target = state;
    (void)question;
    migrayt_host_text_format(&answer->value, "{\"high_water\":\"%lu\"}", target->last);
    return MIGRAYT_OK;
}

static migrayt_status pull(void *state, const migrayt_host_question *question,
                           migrayt_host_answer *answer) {
    struct target *target = state;
    return streams_pull(&target->streams, question, answer);
}

static migrayt_status shut(void *state, const migrayt_host_question *question,
                           migrayt_host_answer *answer) {
    struct target *target = state;
    (void)answer;
    return streams_close(&target->streams, question);
}

migrayt_host_target target_table(struct target *target) {
    migrayt_host_target table = {0};
    table.state = target;
    table.describe = describe;
    table.catalog = catalog;
    table.high_water = high_water;
    table.apply = target_apply;
    table.read_back = target_read_back;
    table.sweep = target_sweep;
    table.properties = target_properties;
    table.prepare = prepare;
    table.attach_begin = target_attach_begin;
    table.attach_piece = target_attach_piece;
    table.attach_end = target_attach_end;
    table.attach_abort = target_attach_abort;
    if (!target->forgets_bytes) {
        table.open = target_open;
        table.pull = pull;
        table.close = shut;
    }
    return table;
}
