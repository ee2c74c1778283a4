// Finding where pieces of JSON end. Every function takes where a piece begins and where all ends,
// and answers NULL if there is no such piece.

#ifndef MIGRAYT_HOST_SCAN_H
#define MIGRAYT_HOST_SCAN_H

#include <stddef.h>
#include <stdint.h>

// The first byte that is no white space.
const uint8_t *migrayt_host_scan_space(const uint8_t *at, const uint8_t *end);

// What comes after a string.
const uint8_t *migrayt_host_scan_string(const uint8_t *at, const uint8_t *end);

// What comes after any value.
const uint8_t *migrayt_host_scan_value(const uint8_t *at, const uint8_t *end);

// Reads one character of a string, escaped or not, as bytes of UTF-8; what comes after it. Half of
// a surrogate pair is the replacement character.
const uint8_t *migrayt_host_scan_character(const uint8_t *at, const uint8_t *end, uint8_t bytes[4],
                                           size_t *count);

#endif
