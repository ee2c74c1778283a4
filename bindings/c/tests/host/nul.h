// Texts with the character 0 in them, which cJSON ends a text at.
//
// In JSON it is written as an escape. Before cJSON reads, the escape is replaced by a character
// that Unicode never gives a meaning to, and the other way round after it has written.

#ifndef TESTS_HOST_NUL_H
#define TESTS_HOST_NUL_H

#include <migrayt_host.h>

// Adds JSON with the character in place of each escape.
void nul_hide(migrayt_bytes json, migrayt_host_text *hidden);

// Adds JSON with the escape in place of each such character.
void nul_show(const char *json, migrayt_host_text *shown);

#endif
