#include "match.h"

#include <string.h>

#include "../host/reply.h"

// Tells what was expected; the places around it are put before it by those who compare them.
static bool differs(const cJSON *found, const cJSON *expected, migrayt_host_text *why) {
    if (why == NULL) {
        return false;
    }
    char *wanted = must(cJSON_PrintUnformatted(expected));
    char *is = found == NULL ? NULL : must(cJSON_PrintUnformatted(found));
    migrayt_host_text_format(why, " expected %.200s, found %.200s", wanted,
                             is == NULL ? "nothing" : is);
    cJSON_free(wanted);
    cJSON_free(is);
    return false;
}

static bool is_type(const cJSON *found, const char *type) {
    return (strcmp(type, "string") == 0 && cJSON_IsString(found)) ||
           (strcmp(type, "number") == 0 && cJSON_IsNumber(found)) ||
           (strcmp(type, "array") == 0 && cJSON_IsArray(found)) ||
           (strcmp(type, "object") == 0 && cJSON_IsObject(found)) ||
           (strcmp(type, "boolean") == 0 && cJSON_IsBool(found));
}

static bool has(const cJSON *list, const cJSON *value) {
    const cJSON *member = NULL;
    cJSON_ArrayForEach(member, list) {
        if (matches(member, value, NULL)) {
            return true;
        }
    }
    return false;
}

// A rule is the only field of its object. One that is not known matches nothing.
static bool follows(const cJSON *found, const cJSON *rule) {
    const char *words = cJSON_GetStringValue(rule);
    const char *text = cJSON_GetStringValue(found);
    if (strcmp(rule->string, "$type") == 0) {
        return words != NULL && is_type(found, words);
    }
    if (strcmp(rule->string, "$gte") == 0) {
        return cJSON_IsNumber(found) && cJSON_GetNumberValue(found) >= cJSON_GetNumberValue(rule);
    }
    if (strcmp(rule->string, "$contains") == 0) {
        return text != NULL && words != NULL && strstr(text, words) != NULL;
    }
    if (strcmp(rule->string, "$lacks") == 0) {
        return text != NULL && words != NULL && strstr(text, words) == NULL;
    }
    return strcmp(rule->string, "$includes") == 0 && cJSON_IsArray(found) && has(found, rule);
}

static bool members_match(const cJSON *found, const cJSON *expected, migrayt_host_text *why) {
    const cJSON *member = NULL;
    cJSON_ArrayForEach(member, expected) {
        if (!matches(member_of(found, member->string), member, why)) {
            if (why != NULL) {
                migrayt_host_text_format(why, " (in %s)", member->string);
            }
            return false;
        }
    }
    return true;
}

static bool lists_match(const cJSON *found, const cJSON *expected, migrayt_host_text *why) {
    if (cJSON_GetArraySize(found) != cJSON_GetArraySize(expected)) {
        return differs(found, expected, why);
    }
    const cJSON *other = found->child;
    const cJSON *member = NULL;
    cJSON_ArrayForEach(member, expected) {
        if (!matches(other, member, why)) {
            return false;
        }
        other = other->next;
    }
    return true;
}

bool matches(const cJSON *found, const cJSON *expected, migrayt_host_text *why) {
    if (cJSON_IsNull(expected)) {
        return found == NULL || cJSON_IsNull(found) || differs(found, expected, why);
    }
    const cJSON *first = cJSON_IsObject(expected) ? expected->child : NULL;
    if (first != NULL && first->next == NULL && first->string[0] == '$') {
        return follows(found, first) || differs(found, expected, why);
    }
    if (cJSON_IsObject(expected) && cJSON_IsObject(found)) {
        return members_match(found, expected, why);
    }
    if (cJSON_IsArray(expected) && cJSON_IsArray(found)) {
        return lists_match(found, expected, why);
    }
    bool plain = !cJSON_IsObject(expected) && !cJSON_IsArray(expected);
    return (plain && cJSON_Compare(found, expected, true)) || differs(found, expected, why);
}
