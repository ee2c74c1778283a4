// Reading JSON where it lies: enough for results, errors and small questions.
//
// It takes what the library writes, and any other bytes without reading beyond them; it is no judge
// of what is JSON. A program that works with large answers takes a JSON library of its choice.

#ifndef MIGRAYT_HOST_JSON_H
#define MIGRAYT_HOST_JSON_H

#include <stdint.h>

#include "text.h"

#ifdef __cplusplus
extern "C" {
#endif

// Finds a member of an object. `value` gets the piece of JSON that it is, which is part of
// `object`: quotes and escapes included. Answers false, and leaves `value` alone, if `object` is
// none or has no such member.
bool migrayt_host_json_member(migrayt_bytes object, const char *name, migrayt_bytes *value);

// Finds the next of a list's members. `*place` is 0 for the first, and otherwise what the call
// before left there. Answers false after the last one, or if `list` is none.
bool migrayt_host_json_next(migrayt_bytes list, size_t *place, migrayt_bytes *value);

// Adds to `text` what a JSON string says. Answers false, and adds nothing, if `value` is none.
bool migrayt_host_json_text(migrayt_bytes value, migrayt_host_text *text);

// Whether `value` is a JSON string that says `words`.
bool migrayt_host_json_says(migrayt_bytes value, const char *words);

// Reads a whole number. Answers false if it is none or does not fit.
bool migrayt_host_json_integer(migrayt_bytes value, int64_t *number);

// Whether `value` is `true`.
bool migrayt_host_json_true(migrayt_bytes value);

#ifdef __cplusplus
}
#endif

#endif
