#include "scan.h"

#include <stdbool.h>

const uint8_t *migrayt_host_scan_space(const uint8_t *at, const uint8_t *end) {
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')) {
        at++;
    }
    return at;
}

const uint8_t *migrayt_host_scan_string(const uint8_t *at, const uint8_t *end) {
    if (at >= end || *at != '"') {
        return NULL;
    }
    for (at++; at < end; at++) {
        if (*at == '"') {
            return at + 1;
        }
        if (*at == '\\' && at + 1 < end) {
            at++;
        }
    }
    return NULL;
}

// What comes after an object or list. Depth is counted and not called, so that no JSON is too deep.
static const uint8_t *nested(const uint8_t *at, const uint8_t *end) {
    size_t depth = 0;
    while (at < end) {
        if (*at == '"') {
            at = migrayt_host_scan_string(at, end);
            if (at == NULL) {
                return NULL;
            }
            continue;
        }
        if (*at == '{' || *at == '[') {
            depth++;
        }
        if (*at == '}' || *at == ']') {
            depth--;
        }
        at++;
        if (depth == 0) {
            return at;
        }
    }
    return NULL;
}

const uint8_t *migrayt_host_scan_value(const uint8_t *at, const uint8_t *end) {
    if (at >= end) {
        return NULL;
    }
    if (*at == '"') {
        return migrayt_host_scan_string(at, end);
    }
    if (*at == '{' || *at == '[') {
        return nested(at, end);
    }
    const uint8_t *begin = at;
    while (at < end && *at != ',' && *at != ']' && *at != '}' && *at > ' ') {
        at++;
    }
    return at == begin ? NULL : at;
}

// Four hexadecimal digits.
static bool unit(const uint8_t *at, const uint8_t *end, uint32_t *value) {
    if (end - at < 4) {
        return false;
    }
    *value = 0;
    for (int i = 0; i < 4; i++) {
        uint8_t c = at[i];
        uint32_t digit = 0;
        if (c >= '0' && c <= '9') {
            digit = (uint32_t)c - '0';
        } else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') {
            digit = ((uint32_t)c | 0x20) - 'a' + 10;
        } else {
            return false;
        }
        *value = *value << 4 | digit;
    }
    return true;
}

static size_t encode(uint32_t point, uint8_t bytes[4]) {
    if (point < 0x80) {
        bytes[0] = (uint8_t)point;
        return 1;
    }
    size_t more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    static const uint8_t heads[] = {0, 0xc0, 0xe0, 0xf0};
    for (size_t i = more; i > 0; i--) {
        bytes[i] = (uint8_t)(0x80 | (point & 0x3f));
        point >>= 6;
    }
    bytes[0] = (uint8_t)(heads[more] | point);
    return more + 1;
}

// What comes after `\u` and its digits, or after two of them that are one character.
static const uint8_t *escaped(const uint8_t *at, const uint8_t *end, uint8_t bytes[4],
                              size_t *count) {
    uint32_t point = 0;
    if (!unit(at, end, &point)) {
        return NULL;
    }
    at += 4;
    uint32_t low = 0;
    bool high = point >= 0xd800 && point < 0xdc00;
    if (high && end - at >= 6 && at[0] == '\\' && at[1] == 'u' && unit(at + 2, end, &low) &&
        low >= 0xdc00 && low < 0xe000) {
        point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
        at += 6;
    } else if (point >= 0xd800 && point < 0xe000) {
        point = 0xfffd;
    }
    *count = encode(point, bytes);
    return at;
}

const uint8_t *migrayt_host_scan_character(const uint8_t *at, const uint8_t *end, uint8_t bytes[4],
                                           size_t *count) {
    *count = 1;
    if (at >= end) {
        return NULL;
    }
    if (*at != '\\') {
        bytes[0] = *at;
        return at + 1;
    }
    at++;
    if (at >= end) {
        return NULL;
    }
    switch (*at) {
    case 'u':
        return escaped(at + 1, end, bytes, count);
    case 'b':
        bytes[0] = '\b';
        break;
    case 'f':
        bytes[0] = '\f';
        break;
    case 'n':
        bytes[0] = '\n';
        break;
    case 'r':
        bytes[0] = '\r';
        break;
    case 't':
        bytes[0] = '\t';
        break;
    default:
        bytes[0] = *at;
    }
    return at + 1;
}
