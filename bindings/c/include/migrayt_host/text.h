// A text that grows and is owned.

#ifndef MIGRAYT_HOST_TEXT_H
#define MIGRAYT_HOST_TEXT_H

#include <migrayt.h>
#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

// A text, or any bytes, with a NUL after its end. Set it to zero first.
//
// It may hold secrets: every place where it was is zeroed before it is given back. Threads: one at
// a time.
typedef struct {
    // Where it begins; NULL while nothing was added.
    char *data;
    // Its length in bytes without the NUL.
    size_t length;
    // How many bytes there is room for.
    size_t room;
    // Whether there was no memory, or a format could not be written. What was added later is
    // missing then, too, so that it is enough to ask once at the end.
    bool failed;
} migrayt_host_text;

#if defined(__GNUC__)
#define MIGRAYT_HOST_PRINTF __attribute__((__format__(__printf__, 2, 3)))
#else
#define MIGRAYT_HOST_PRINTF
#endif

// Adds a C string. All functions that add answer whether the text is whole so far.
bool migrayt_host_text_add(migrayt_host_text *text, const char *words);

// Adds bytes.
bool migrayt_host_text_add_bytes(migrayt_host_text *text, migrayt_bytes bytes);

// Adds text as a JSON string, in quotes and with what must be escaped. It must be UTF-8.
bool migrayt_host_text_add_quoted(migrayt_host_text *text, migrayt_bytes words);

// Adds what printf would print. A piece of JSON is put into more JSON by `%.*s`.
bool migrayt_host_text_format(migrayt_host_text *text, const char *format, ...) MIGRAYT_HOST_PRINTF;

// The text as a C string; `""` while nothing was added. It is there until the text changes.
const char *migrayt_host_text_words(const migrayt_host_text *text);

// The text as bytes. They are there until it changes.
migrayt_bytes migrayt_host_text_bytes(const migrayt_host_text *text);

// Zeroes and frees it; it is empty and may be used again. NULL is a no-op.
void migrayt_host_text_free(migrayt_host_text *text);

#ifdef __cplusplus
}
#endif

#endif
