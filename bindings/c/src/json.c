#include "migrayt_host/json.h"

#include <string.h>

#include "scan.h"

static migrayt_bytes between(const uint8_t *begin, const uint8_t *end) {
    migrayt_bytes piece = {begin, (size_t)(end - begin)};
    return piece;
}

// Where a value begins that starts with `mark`, after white space; NULL if it does not.
static const uint8_t *start(migrayt_bytes value, uint8_t mark) {
    if (value.length == 0) {
        return NULL;
    }
    const uint8_t *end = value.data + value.length;
    const uint8_t *at = migrayt_host_scan_space(value.data, end);
    return at < end && *at == mark ? at : NULL;
}

bool migrayt_host_json_member(migrayt_bytes object, const char *name, migrayt_bytes *value) {
    const uint8_t *at = start(object, '{');
    if (at == NULL) {
        return false;
    }
    const uint8_t *end = object.data + object.length;
    do {
        const uint8_t *key = migrayt_host_scan_space(at + 1, end);
        const uint8_t *after = migrayt_host_scan_string(key, end);
        if (after == NULL) {
            return false;
        }
        at = migrayt_host_scan_space(after, end);
        if (at >= end || *at != ':') {
            return false;
        }
        const uint8_t *begin = migrayt_host_scan_space(at + 1, end);
        at = migrayt_host_scan_value(begin, end);
        if (at == NULL) {
            return false;
        }
        if (migrayt_host_json_says(between(key, after), name)) {
            *value = between(begin, at);
            return true;
        }
        at = migrayt_host_scan_space(at, end);
    } while (at < end && *at == ',');
    return false;
}

bool migrayt_host_json_next(migrayt_bytes list, size_t *place, migrayt_bytes *value) {
    const uint8_t *at = start(list, '[');
    if (at == NULL || *place > list.length) {
        return false;
    }
    const uint8_t *end = list.data + list.length;
    // The place is that of the bracket or comma before the member.
    at = *place == 0 ? at : list.data + *place;
    if (at >= end || (*at != '[' && *at != ',')) {
        return false;
    }
    const uint8_t *begin = migrayt_host_scan_space(at + 1, end);
    const uint8_t *after = migrayt_host_scan_value(begin, end);
    if (after == NULL) {
        return false;
    }
    *value = between(begin, after);
    *place = (size_t)(migrayt_host_scan_space(after, end) - list.data);
    return true;
}

bool migrayt_host_json_text(migrayt_bytes value, migrayt_host_text *text) {
    const uint8_t *at = start(value, '"');
    const uint8_t *end =
        at == NULL ? NULL : migrayt_host_scan_string(at, value.data + value.length);
    if (end == NULL) {
        return false;
    }
    size_t before = text->length;
    for (at++; at < end - 1;) {
        uint8_t bytes[4];
        size_t count = 0;
        at = migrayt_host_scan_character(at, end - 1, bytes, &count);
        if (at == NULL) {
            text->length = before;
            if (text->data != NULL) {
                text->data[before] = 0;
            }
            return false;
        }
        migrayt_bytes character = {bytes, count};
        migrayt_host_text_add_bytes(text, character);
    }
    // A text of no characters is there, too.
    return migrayt_host_text_add(text, "");
}

bool migrayt_host_json_says(migrayt_bytes value, const char *words) {
    const uint8_t *at = start(value, '"');
    const uint8_t *end =
        at == NULL ? NULL : migrayt_host_scan_string(at, value.data + value.length);
    if (end == NULL) {
        return false;
    }
    size_t left = strlen(words);
    for (at++; at < end - 1;) {
        uint8_t bytes[4];
        size_t count = 0;
        at = migrayt_host_scan_character(at, end - 1, bytes, &count);
        if (at == NULL || count > left || memcmp(bytes, words, count) != 0) {
            return false;
        }
        words += count;
        left -= count;
    }
    return left == 0;
}

bool migrayt_host_json_integer(migrayt_bytes value, int64_t *number) {
    size_t i = 0;
    bool minus = value.length > 0 && value.data[0] == '-';
    // It is counted below zero, where there is one number more.
    int64_t below = 0;
    for (i = minus ? 1 : 0; i < value.length; i++) {
        int digit = value.data[i] - '0';
        if (digit < 0 || digit > 9 || below < (INT64_MIN + digit) / 10) {
            return false;
        }
        below = below * 10 - digit;
    }
    if (i == (minus ? 1 : 0) || (!minus && below == INT64_MIN)) {
        return false;
    }
    *number = minus ? below : -below;
    return true;
}

bool migrayt_host_json_true(migrayt_bytes value) {
    return value.length == 4 && memcmp(value.data, "true", 4) == 0;
}
