// Checks that tell where they do not hold.

#ifndef TESTS_UNIT_CHECK_H
#define TESTS_UNIT_CHECK_H

#include <stdio.h>
#include <string.h>

static int checks_failed;

#define CHECK(holds)                                                                               \
    do {                                                                                           \
        if (!(holds)) {                                                                            \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #holds);             \
            checks_failed++;                                                                       \
        }                                                                                          \
    } while (0)

// Whether a text is there and is the one that is expected.
static inline int is(const char *found, const char *expected) {
    if (found != NULL && strcmp(found, expected) == 0) {
        return 1;
    }
    fprintf(stderr, "found: %s\n", found == NULL ? "nothing" : found);
    return 0;
}

#endif
