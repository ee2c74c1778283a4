#include "migrayt_host/text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "migrayt_host/bytes.h"

// Writes through a volatile pointer are not left out, although nobody reads what they wrote.
static void zero(char *data, size_t length) {
    volatile char *place = data;
    while (length-- > 0) {
        *place++ = 0;
    }
}

// Makes room for more bytes and a NUL. It does not use realloc, which would leave a copy behind.
static bool reserve(migrayt_host_text *text, size_t more) {
    if (text->failed) {
        return false;
    }
    if (more < text->room - text->length) {
        return true;
    }
    size_t room = text->room < 64 ? 64 : text->room;
    while (more >= room - text->length) {
        if (room > SIZE_MAX / 2) {
            text->failed = true;
            return false;
        }
        room *= 2;
    }
    char *data = malloc(room);
    if (data == NULL) {
        text->failed = true;
        return false;
    }
    if (text->data != NULL) {
        memcpy(data, text->data, text->length);
        zero(text->data, text->length);
        free(text->data);
    }
    data[text->length] = 0;
    text->data = data;
    text->room = room;
    return true;
}

bool migrayt_host_text_add_bytes(migrayt_host_text *text, migrayt_bytes bytes) {
    if (!reserve(text, bytes.length)) {
        return false;
    }
    if (bytes.length > 0) {
        memcpy(text->data + text->length, bytes.data, bytes.length);
    }
    text->length += bytes.length;
    text->data[text->length] = 0;
    return true;
}

bool migrayt_host_text_add(migrayt_host_text *text, const char *words) {
    return migrayt_host_text_add_bytes(text, migrayt_host_bytes(words));
}

bool migrayt_host_text_format(migrayt_host_text *text, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0) {
        text->failed = true;
    }
    if (length >= 0 && reserve(text, (size_t)length)) {
        // The room is the text's own and has a place for the NUL, too.
        vsnprintf(text->data + text->length, (size_t)length + 1, format, again);
        text->length += (size_t)length;
    }
    va_end(again);
    return !text->failed;
}

bool migrayt_host_text_add_quoted(migrayt_host_text *text, migrayt_bytes words) {
    migrayt_host_text_add(text, "\"");
    size_t plain = 0;
    for (size_t i = 0; i < words.length; i++) {
        uint8_t byte = words.data[i];
        if (byte >= 0x20 && byte != '"' && byte != '\\') {
            continue;
        }
        migrayt_bytes before = {words.data + plain, i - plain};
        migrayt_host_text_add_bytes(text, before);
        if (byte < 0x20) {
            migrayt_host_text_format(text, "\\u%04x", (unsigned)byte);
        } else {
            migrayt_host_text_format(text, "\\%c", byte);
        }
        plain = i + 1;
    }
    if (words.length > plain) {
        migrayt_bytes rest = {words.data + plain, words.length - plain};
        migrayt_host_text_add_bytes(text, rest);
    }
    return migrayt_host_text_add(text, "\"");
}

const char *migrayt_host_text_words(const migrayt_host_text *text) {
    return text->data == NULL ? "" : text->data;
}

migrayt_bytes migrayt_host_text_bytes(const migrayt_host_text *text) {
    migrayt_bytes bytes = {(const uint8_t *)text->data, text->length};
    return bytes;
}

void migrayt_host_text_free(migrayt_host_text *text) {
    if (text == NULL) {
        return;
    }
    if (text->data != NULL) {
        zero(text->data, text->room);
        free(text->data);
    }
    memset(text, 0, sizeof *text);
}
