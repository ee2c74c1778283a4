// Files that are read a piece at a time.

#ifndef TESTS_HOST_STREAMS_H
#define TESTS_HOST_STREAMS_H

#include "reply.h"

struct stream;

// The files that are open. Set it to zero first.
struct streams {
    struct stream *first;
    unsigned long opened;
};

// A file to be opened. Its bytes are kept by whoever opens it.
struct file {
    // NULL for a file whose byte number k is k modulo 251, made when it is asked for.
    const uint8_t *data;
    size_t size;
    // Whether the piece in the middle cannot be read.
    bool breaks_off;
};

migrayt_status streams_open(struct streams *streams, struct file file, migrayt_host_answer *answer);
migrayt_status streams_pull(struct streams *streams, const migrayt_host_question *question,
                            migrayt_host_answer *answer);
migrayt_status streams_close(struct streams *streams, const migrayt_host_question *question);
void streams_free(struct streams *streams);

#endif
