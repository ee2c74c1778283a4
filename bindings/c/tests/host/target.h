// A tracker in memory to be written. It keeps what it is given and gives it back.

#ifndef TESTS_HOST_TARGET_H
#define TESTS_HOST_TARGET_H

#include "streams.h"

// An item that was made.
struct made {
    unsigned long number;
    // As `read_back` shows it, without its rank.
    cJSON *item;
    // Its properties by name.
    cJSON *properties;
};

// A file that stands or, with its order, that is on its way.
struct kept {
    struct kept *next;
    char id[32];
    cJSON *order;
    migrayt_host_text bytes;
    size_t size;
};

struct target {
    // `describe` and `catalog`.
    const cJSON *data;
    // How many items one `read_back` and one page of `sweep` have; 0 if it was not said.
    size_t page;
    // The largest file in bytes; 0 if it was not said.
    double largest_file;
    bool forgets_bytes, forgets_all, forgets;
    // The last number that was given.
    unsigned long last;
    // The items by ascending number.
    struct made *items;
    size_t count, room;
    // The backlog: the items' numbers from first to last, as many as there are items.
    unsigned long *order;
    // Components, versions and sprints that were prepared.
    cJSON *nodes;
    struct kept *files, *uploads;
    struct streams streams;
    // What it was given.
    double items_counted, files_counted, bytes_counted;
};

// A target as `with` says, of what the host is made of, which outlives it.
struct target *target_new(const cJSON *with, const cJSON *data);

// Its functions.
migrayt_host_target target_table(struct target *target);

// What it was given: `items`, `files`, `bytes`.
cJSON *target_counted(const struct target *target);

// Makes it anew.
void target_empty(struct target *target);

void target_free(struct target *target);

// The item of that number, or NULL.
struct made *target_find(struct target *target, unsigned long number);

// The number that an object with an `id` names; 0 if it names no item that was made.
unsigned long target_named(struct target *target, const cJSON *named);

// The functions, which are in files of their own by what they are about.
migrayt_status target_apply(void *state, const migrayt_host_question *question,
                            migrayt_host_answer *answer);
migrayt_status target_read_back(void *state, const migrayt_host_question *question,
                                migrayt_host_answer *answer);
migrayt_status target_sweep(void *state, const migrayt_host_question *question,
                            migrayt_host_answer *answer);
migrayt_status target_properties(void *state, const migrayt_host_question *question,
                                 migrayt_host_answer *answer);
migrayt_status target_attach_begin(void *state, const migrayt_host_question *question,
                                   migrayt_host_answer *answer);
migrayt_status target_attach_piece(void *state, const migrayt_host_question *question,
                                   migrayt_host_answer *answer);
migrayt_status target_attach_end(void *state, const migrayt_host_question *question,
                                 migrayt_host_answer *answer);
migrayt_status target_attach_abort(void *state, const migrayt_host_question *question,
                                   migrayt_host_answer *answer);
migrayt_status target_open(void *state, const migrayt_host_question *question,
                           migrayt_host_answer *answer);

// Frees files.
void target_drop(struct kept **files);

#endif
