#include "journal.h"

#include <stdlib.h>
#include <string.h>

struct row {
    char *tenant, *key, *value;
};

struct journal {
    uint8_t secret[32];
    // The rows in the order of tenants and then of the keys' bytes.
    struct row *rows;
    size_t count, room;
};

struct journal *journal_new(const cJSON *data) {
    struct journal *journal = must(calloc(1, sizeof *journal));
    const char *key = text_of(data, "key");
    for (size_t i = 0; i < sizeof journal->secret && strlen(key) >= 2 * i + 2; i++) {
        char digits[3] = {key[2 * i], key[2 * i + 1], 0};
        journal->secret[i] = (uint8_t)strtoul(digits, NULL, 16);
    }
    return journal;
}

static void drop(struct row *row) {
    free(row->tenant);
    free(row->key);
    free(row->value);
}

void journal_free(struct journal *journal) {
    if (journal != NULL) {
        for (size_t i = 0; i < journal->count; i++) {
            drop(&journal->rows[i]);
        }
        free(journal->rows);
        free(journal);
    }
}

// strcmp compares bytes as they count: without a sign.
static int compare(const struct row *row, const char *tenant, const char *key) {
    int order = strcmp(row->tenant, tenant);
    return order != 0 ? order : strcmp(row->key, key);
}

// The place of the first row that does not come before a key.
static size_t place_of(const struct journal *journal, const char *tenant, const char *key) {
    size_t low = 0;
    size_t high = journal->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(&journal->rows[middle], tenant, key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool is_at(const struct journal *journal, size_t place, const char *tenant,
                  const char *key) {
    return place < journal->count && compare(&journal->rows[place], tenant, key) == 0;
}

// What stands under a key, or NULL.
static const char *value_of(const struct journal *journal, const char *tenant, const char *key) {
    size_t place = place_of(journal, tenant, key);
    return is_at(journal, place, tenant, key) ? journal->rows[place].value : NULL;
}

static void put(struct journal *journal, const char *tenant, const char *key, const char *value) {
    size_t place = place_of(journal, tenant, key);
    if (is_at(journal, place, tenant, key)) {
        free(journal->rows[place].value);
        journal->rows[place].value = copy(value);
        return;
    }
    if (journal->count == journal->room) {
        journal->room = journal->room == 0 ? 256 : journal->room * 2;
        journal->rows = must(realloc(journal->rows, journal->room * sizeof *journal->rows));
    }
    struct row *at = journal->rows + place;
    memmove(at + 1, at, (journal->count - place) * sizeof *at);
    struct row row = {copy(tenant), copy(key), copy(value)};
    *at = row;
    journal->count++;
}

static void take_away(struct journal *journal, const char *tenant, const char *key) {
    size_t place = place_of(journal, tenant, key);
    if (is_at(journal, place, tenant, key)) {
        struct row *at = journal->rows + place;
        drop(at);
        journal->count--;
        memmove(at, at + 1, (journal->count - place) * sizeof *at);
    }
}

static migrayt_status describe(void *state, const migrayt_host_question *question,
                               migrayt_host_answer *answer) {
    const struct journal *journal = state;
    (void)question;
    migrayt_bytes secret = {journal->secret, sizeof journal->secret};
    migrayt_host_text_add_bytes(&answer->bytes, secret);
    migrayt_host_text_add(&answer->value, "{\"durable\":false}");
    return MIGRAYT_OK;
}

static migrayt_status get(void *state, const migrayt_host_question *question,
                          migrayt_host_answer *answer) {
    const struct journal *journal = state;
    cJSON *arguments = arguments_of(question);
    cJSON *value = must(cJSON_CreateObject());
    cJSON *values = cJSON_AddArrayToObject(value, "values");
    const cJSON *key = NULL;
    cJSON_ArrayForEach(key, member_of(arguments, "keys")) {
        const char *tenant = text_of(arguments, "tenant");
        const char *found = value_of(journal, tenant, cJSON_GetStringValue(key));
        cJSON *one = found == NULL ? cJSON_CreateNull() : cJSON_CreateString(found);
        cJSON_AddItemToArray(values, must(one));
    }
    cJSON_Delete(arguments);
    return reply(answer, value);
}

static migrayt_status scan(void *state, const migrayt_host_question *question,
                           migrayt_host_answer *answer) {
    const struct journal *journal = state;
    cJSON *arguments = arguments_of(question);
    const char *tenant = text_of(arguments, "tenant");
    const char *after = text_of(arguments, "after");
    const char *before = text_of(arguments, "before");
    double limit = cJSON_GetNumberValue(member_of(arguments, "limit"));
    cJSON *value = must(cJSON_CreateObject());
    cJSON *rows = cJSON_AddArrayToObject(value, "rows");
    size_t place = place_of(journal, tenant, after);
    place += is_at(journal, place, tenant, after) ? 1 : 0;
    for (double found = 0; found < limit && place < journal->count; found++, place++) {
        if (compare(&journal->rows[place], tenant, before) >= 0) {
            break;
        }
        cJSON *row = must(cJSON_CreateObject());
        cJSON_AddStringToObject(row, "key", journal->rows[place].key);
        cJSON_AddStringToObject(row, "value", journal->rows[place].value);
        cJSON_AddItemToArray(rows, row);
    }
    cJSON_Delete(arguments);
    return reply(answer, value);
}

// The keys of rows that are not as they are checked to be.
static cJSON *conflicts(const struct journal *journal, const char *tenant, const cJSON *checks) {
    cJSON *found = must(cJSON_CreateArray());
    const cJSON *check = NULL;
    cJSON_ArrayForEach(check, checks) {
        const char *is = value_of(journal, tenant, text_of(check, "key"));
        const char *expected = cJSON_GetStringValue(member_of(check, "value"));
        bool same = is == NULL || expected == NULL ? is == expected : strcmp(is, expected) == 0;
        if (!same) {
            cJSON_AddItemToArray(found, must(cJSON_CreateString(text_of(check, "key"))));
        }
    }
    return found;
}

static migrayt_status commit(void *state, const migrayt_host_question *question,
                             migrayt_host_answer *answer) {
    struct journal *journal = state;
    cJSON *arguments = arguments_of(question);
    const char *tenant = text_of(arguments, "tenant");
    cJSON *conflict = conflicts(journal, tenant, member_of(arguments, "checks"));
    cJSON *value = NULL;
    if (cJSON_GetArraySize(conflict) > 0) {
        value = must(cJSON_CreateObject());
        cJSON_AddItemToObject(value, "conflict", conflict);
    } else {
        cJSON_Delete(conflict);
        const cJSON *one = NULL;
        cJSON_ArrayForEach(one, member_of(arguments, "puts")) {
            put(journal, tenant, text_of(one, "key"), text_of(one, "value"));
        }
        cJSON_ArrayForEach(one, member_of(arguments, "deletes")) {
            take_away(journal, tenant, cJSON_GetStringValue(one));
        }
        value = must(cJSON_CreateNull());
    }
    cJSON_Delete(arguments);
    return reply(answer, value);
}

migrayt_host_journal journal_table(struct journal *journal) {
    migrayt_host_journal table = {journal, describe, get, scan, commit};
    return table;
}
