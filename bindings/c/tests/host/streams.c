#include "streams.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// How many bytes one piece has.
#define PIECE ((size_t)64 * 1024)

struct stream {
    struct stream *next;
    char name[32];
    struct file file;
    size_t at;
};

migrayt_status streams_open(struct streams *streams, struct file file,
                            migrayt_host_answer *answer) {
    struct stream *stream = must(calloc(1, sizeof *stream));
    snprintf(stream->name, sizeof stream->name, "stream-%lu", ++streams->opened);
    stream->file = file;
    stream->next = streams->first;
    streams->first = stream;
    cJSON *value = must(cJSON_CreateObject());
    cJSON_AddStringToObject(value, "stream", stream->name);
    cJSON_AddNumberToObject(value, "size", (double)file.size);
    return reply(answer, value);
}

// Where the pointer to a stream is; that to the end of the list if there is none of that name.
static struct stream **find(struct streams *streams, const migrayt_host_question *question) {
    cJSON *arguments = arguments_of(question);
    const char *name = text_of(arguments, "stream");
    struct stream **place = &streams->first;
    while (*place != NULL && strcmp((*place)->name, name) != 0) {
        place = &(*place)->next;
    }
    cJSON_Delete(arguments);
    return place;
}

static void end(struct stream **place) {
    struct stream *stream = *place;
    if (stream != NULL) {
        *place = stream->next;
        free(stream);
    }
}

static void add_made(migrayt_host_text *bytes, size_t from, size_t count) {
    uint8_t *made = must(malloc(count));
    for (size_t i = 0; i < count; i++) {
        made[i] = (uint8_t)((from + i) % 251);
    }
    migrayt_bytes piece = {made, count};
    migrayt_host_text_add_bytes(bytes, piece);
    free(made);
}

migrayt_status streams_pull(struct streams *streams, const migrayt_host_question *question,
                            migrayt_host_answer *answer) {
    struct stream **place = find(streams, question);
    struct stream *stream = *place;
    if (stream == NULL) {
        return refuse(answer, MIGRAYT_NOT_FOUND);
    }
    size_t left = stream->file.size - stream->at;
    size_t count = left < PIECE ? left : PIECE;
    size_t middle = stream->file.size / 2 / PIECE * PIECE;
    if (stream->file.breaks_off && stream->at == middle) {
        return refuse(answer, MIGRAYT_UNAVAILABLE);
    }
    if (count > 0 && stream->file.data == NULL) {
        add_made(&answer->bytes, stream->at, count);
    } else if (count > 0) {
        migrayt_bytes piece = {stream->file.data + stream->at, count};
        migrayt_host_text_add_bytes(&answer->bytes, piece);
    }
    stream->at += count;
    bool last = stream->at == stream->file.size;
    if (last) {
        end(place);
    }
    cJSON *value = must(cJSON_CreateObject());
    cJSON_AddBoolToObject(value, "end", last);
    return reply(answer, value);
}

migrayt_status streams_close(struct streams *streams, const migrayt_host_question *question) {
    end(find(streams, question));
    return MIGRAYT_OK;
}

void streams_free(struct streams *streams) {
    while (streams->first != NULL) {
        end(&streams->first);
    }
}
