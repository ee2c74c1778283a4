// Bytes that somebody else owns.

#ifndef MIGRAYT_HOST_BYTES_H
#define MIGRAYT_HOST_BYTES_H

#include <migrayt.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

// Bytes as the two arguments that `%.*s` takes, in printf and in migrayt_host_text_format.
#define MIGRAYT_HOST_PRINT(bytes) (int)(bytes).length, (const char *)(bytes).data

// No bytes, where a call takes some.
static inline migrayt_bytes migrayt_host_no_bytes(void) {
    migrayt_bytes none = {NULL, 0};
    return none;
}

// The bytes of a C string without its NUL; none of NULL. They are there as long as the string is.
static inline migrayt_bytes migrayt_host_bytes(const char *words) {
    migrayt_bytes bytes = {(const uint8_t *)words, words == NULL ? 0 : strlen(words)};
    return bytes;
}

#ifdef __cplusplus
}
#endif

#endif
