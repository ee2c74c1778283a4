#include "nul.h"

#include <string.h>

#define ESCAPE "\\u0000"
// U+FDD0 in UTF-8.
#define HIDDEN "\xef\xb7\x90"

// Adds what lies between two places.
static void add(migrayt_host_text *text, const char *from, const char *to) {
    migrayt_bytes bytes = {(const uint8_t *)from, (size_t)(to - from)};
    migrayt_host_text_add_bytes(text, bytes);
}

void nul_hide(migrayt_bytes json, migrayt_host_text *hidden) {
    const char *at = (const char *)json.data;
    const char *end = at + json.length;
    const char *plain = at;
    size_t length = strlen(ESCAPE);
    while (at < end) {
        if (*at != '\\') {
            at++;
        } else if ((size_t)(end - at) >= length && memcmp(at, ESCAPE, length) == 0) {
            add(hidden, plain, at);
            migrayt_host_text_add(hidden, HIDDEN);
            at += length;
            plain = at;
        } else {
            // Another escape, whose second character may be a backslash that begins none.
            at += end - at > 1 ? 2 : 1;
        }
    }
    add(hidden, plain, end);
}

void nul_show(const char *json, migrayt_host_text *shown) {
    const char *at = NULL;
    while ((at = strstr(json, HIDDEN)) != NULL) {
        add(shown, json, at);
        migrayt_host_text_add(shown, ESCAPE);
        json = at + strlen(HIDDEN);
    }
    migrayt_host_text_add(shown, json);
}
