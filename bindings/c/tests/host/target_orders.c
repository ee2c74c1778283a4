// What a target is told to do.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "target.h"

// A result of one order: `ok` is what was made and is part of it.
static cJSON *result_ok(cJSON *ok) {
    cJSON *result = must(cJSON_CreateObject());
    cJSON_AddItemToObject(result, "ok", ok);
    return result;
}

static cJSON *result_error(const char *kind) {
    cJSON *result = must(cJSON_CreateObject());
    cJSON *error = cJSON_AddObjectToObject(result, "error");
    cJSON_AddStringToObject(error, "kind", kind);
    cJSON_AddStringToObject(error, "effect", "none");
    return result;
}

static cJSON *reference(unsigned long number) {
    char words[32];
    cJSON *made = must(cJSON_CreateObject());
    snprintf(words, sizeof words, "D-%lu", number);
    cJSON_AddStringToObject(made, "id", words);
    snprintf(words, sizeof words, "DEPOT-%lu", number);
    cJSON_AddStringToObject(made, "key", words);
    return made;
}

static void keep(struct target *target, unsigned long number, cJSON *item) {
    if (target->count == target->room) {
        target->room = target->room == 0 ? 64 : target->room * 2;
        target->items = must(realloc(target->items, target->room * sizeof *target->items));
        target->order = must(realloc(target->order, target->room * sizeof *target->order));
    }
    struct made made = {number, item, must(cJSON_CreateObject())};
    target->items[target->count] = made;
    target->order[target->count] = number;
    target->count++;
}

static cJSON *create(struct target *target, const cJSON *order, bool forgotten) {
    const cJSON *payload = member_of(order, "payload");
    const cJSON *parent = member_of(payload, "parent");
    if (cJSON_IsObject(parent) && target_named(target, parent) == 0) {
        return result_error("NotFound");
    }
    unsigned long number = ++target->last;
    cJSON *ok = must(cJSON_CreateObject());
    cJSON_AddItemToObject(ok, "target", reference(number));
    if (forgotten) {
        return result_ok(ok);
    }
    target->items_counted++;
    if (target->forgets_all) {
        return result_ok(ok);
    }
    cJSON *item = must(cJSON_CreateObject());
    cJSON_AddItemToObject(item, "target", reference(number));
    cJSON_AddItemToObject(item, "marker", copy_of(order, "marker"));
    cJSON_AddItemToObject(item, "type", copy_of(payload, "type"));
    cJSON_AddStringToObject(item, "state", "Open");
    cJSON_AddItemToObject(item, "parent", copy_of(payload, "parent"));
    cJSON_AddItemToObject(item, "fields", copy_of(payload, "fields"));
    cJSON_AddItemToObject(item, "history", copy_of(payload, "history"));
    static const char *const lists[] = {"comments",     "attachments", "links",
                                        "remote_links", "worklogs",    "watchers"};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        cJSON_AddArrayToObject(item, lists[i]);
    }
    keep(target, number, item);
    return result_ok(ok);
}

// A part of an item, which keeps its marker; and that it was made.
static cJSON *part(struct target *target, cJSON *list, cJSON *entry, const cJSON *order) {
    char id[24];
    snprintf(id, sizeof id, "%lu", ++target->last);
    cJSON *ok = must(cJSON_CreateObject());
    cJSON_AddStringToObject(ok, "part", id);
    if (list == NULL) {
        cJSON_Delete(entry);
        return result_ok(ok);
    }
    cJSON_AddStringToObject(entry, "id", id);
    cJSON_AddItemToObject(entry, "marker", copy_of(order, "marker"));
    cJSON_AddItemToArray(list, entry);
    return result_ok(ok);
}

static void change_fields(cJSON *item, const cJSON *changes) {
    cJSON *fields = member_of(item, "fields");
    const cJSON *change = NULL;
    cJSON_ArrayForEach(change, changes) {
        cJSON_DeleteItemFromObjectCaseSensitive(fields, change->string);
        if (!cJSON_IsNull(change)) {
            cJSON_AddItemToObject(fields, change->string, must(cJSON_Duplicate(change, true)));
        }
    }
}

static void watch(cJSON *item, const cJSON *person) {
    cJSON *watchers = member_of(item, "watchers");
    const cJSON *watcher = NULL;
    cJSON_ArrayForEach(watcher, watchers) {
        if (cJSON_Compare(watcher, member_of(person, "id"), true)) {
            return;
        }
    }
    cJSON_AddItemToArray(watchers, copy_of(person, "id"));
}

// One of the same global id is replaced.
static void link_remotely(cJSON *item, const cJSON *payload) {
    cJSON *links = member_of(item, "remote_links");
    for (int i = cJSON_GetArraySize(links) - 1; i >= 0; i--) {
        const char *id = text_of(cJSON_GetArrayItem(links, i), "global_id");
        if (strcmp(id, text_of(payload, "global_id")) == 0) {
            cJSON_DeleteItemFromArray(links, i);
        }
    }
    cJSON_AddItemToArray(links, must(cJSON_Duplicate(payload, true)));
}

static void link_one(struct made *made, const cJSON *type, unsigned long other, bool outward) {
    cJSON *link = must(cJSON_CreateObject());
    cJSON_AddItemToObject(link, "link_type", must(cJSON_Duplicate(type, true)));
    cJSON_AddItemToObject(link, "other", reference(other));
    cJSON_AddBoolToObject(link, "outward", outward);
    cJSON_AddItemToArray(member_of(made->item, "links"), link);
}

static size_t place_of(const struct target *target, unsigned long number) {
    size_t place = 0;
    while (place < target->count && target->order[place] != number) {
        place++;
    }
    return place;
}

// Puts an item right after another one, both of which are there.
static void rank(struct target *target, unsigned long number, unsigned long after) {
    if (number == after) {
        return;
    }
    size_t from = place_of(target, number);
    size_t size = sizeof *target->order;
    memmove(target->order + from, target->order + from + 1, (target->count - from - 1) * size);
    target->order[target->count - 1] = 0;
    size_t to = place_of(target, after) + 1;
    memmove(target->order + to + 1, target->order + to, (target->count - to - 1) * size);
    target->order[to] = number;
}

// What is done on an item that is kept.
static bool change(struct target *target, struct made *made, const char *operation,
                   const cJSON *payload) {
    if (strcmp(operation, "update") == 0 || strcmp(operation, "rewrite_body") == 0 ||
        strcmp(operation, "sprint") == 0) {
        change_fields(made->item, member_of(payload, "fields"));
    } else if (strcmp(operation, "transition") == 0) {
        cJSON_ReplaceItemInObjectCaseSensitive(made->item, "state", copy_of(payload, "to"));
    } else if (strcmp(operation, "watch") == 0) {
        watch(made->item, member_of(payload, "person"));
    } else if (strcmp(operation, "property") == 0) {
        const char *name = text_of(payload, "name");
        cJSON_DeleteItemFromObjectCaseSensitive(made->properties, name);
        cJSON_AddItemToObject(made->properties, name, copy_of(payload, "value"));
    } else if (strcmp(operation, "remote_link") == 0) {
        link_remotely(made->item, payload);
    } else if (strcmp(operation, "link") == 0) {
        unsigned long other = target_named(target, member_of(payload, "other"));
        link_one(made, member_of(payload, "link_type"), other, true);
        link_one(target_find(target, other), member_of(payload, "link_type"), made->number, false);
    } else if (strcmp(operation, "rank") == 0) {
        rank(target, made->number, target_named(target, member_of(payload, "after")));
    } else {
        return false;
    }
    return true;
}

static cJSON *carry_out(struct target *target, const cJSON *order, bool forgotten) {
    const char *operation = text_of(order, "operation");
    if (strcmp(operation, "create") == 0) {
        return create(target, order, forgotten);
    }
    const cJSON *payload = member_of(order, "payload");
    const cJSON *other = member_of(payload, strcmp(operation, "link") == 0 ? "other" : "after");
    unsigned long own = target_named(target, member_of(order, "target"));
    if (own == 0 || (other != NULL && target_named(target, other) == 0)) {
        return result_error("NotFound");
    }
    struct made *made = forgotten ? NULL : target_find(target, own);
    if (strcmp(operation, "comment") == 0) {
        cJSON *entry = must(cJSON_CreateObject());
        cJSON_AddItemToObject(entry, "body", copy_of(payload, "body"));
        return part(target, made == NULL ? NULL : member_of(made->item, "comments"), entry, order);
    }
    if (strcmp(operation, "worklog") == 0) {
        cJSON *entry = must(cJSON_Duplicate(payload, true));
        return part(target, made == NULL ? NULL : member_of(made->item, "worklogs"), entry, order);
    }
    if (made != NULL && !change(target, made, operation, payload)) {
        return result_error("Unsupported");
    }
    return result_ok(must(cJSON_CreateObject()));
}

migrayt_status target_apply(void *state, const migrayt_host_question *question,
                            migrayt_host_answer *answer) {
    struct target *target = state;
    cJSON *arguments = arguments_of(question);
    cJSON *value = must(cJSON_CreateObject());
    cJSON *results = cJSON_AddArrayToObject(value, "results");
    const cJSON *order = NULL;
    size_t place = 0;
    cJSON_ArrayForEach(order, member_of(arguments, "orders")) {
        bool forgotten = target->forgets && place++ == 1;
        cJSON_AddItemToArray(results, carry_out(target, order, forgotten));
    }
    cJSON_Delete(arguments);
    return reply(answer, value);
}
