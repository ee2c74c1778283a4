// Files that a target is given a piece at a time, and gives back.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "target.h"

static struct kept *add(struct kept **files, const char *before, unsigned long number) {
    struct kept *kept = must(calloc(1, sizeof *kept));
    snprintf(kept->id, sizeof kept->id, "%s%lu", before, number);
    kept->next = *files;
    *files = kept;
    return kept;
}

static struct kept **find(struct kept **files, const char *id) {
    while (*files != NULL && strcmp((*files)->id, id) != 0) {
        files = &(*files)->next;
    }
    return files;
}

static void drop(struct kept **place) {
    struct kept *kept = *place;
    if (kept != NULL) {
        *place = kept->next;
        cJSON_Delete(kept->order);
        migrayt_host_text_free(&kept->bytes);
        free(kept);
    }
}

void target_drop(struct kept **files) {
    while (*files != NULL) {
        drop(files);
    }
}

// The upload that a question is about.
static struct kept **upload(struct target *target, const migrayt_host_question *question) {
    cJSON *arguments = arguments_of(question);
    struct kept **place = find(&target->uploads, text_of(arguments, "upload"));
    cJSON_Delete(arguments);
    return place;
}

migrayt_status target_attach_begin(void *state, const migrayt_host_question *question,
                                   migrayt_host_answer *answer) {
    struct target *target = state;
    cJSON *arguments = arguments_of(question);
    cJSON *order = cJSON_DetachItemFromObjectCaseSensitive(arguments, "order");
    cJSON_Delete(arguments);
    if (target_named(target, member_of(order, "target")) == 0) {
        cJSON_Delete(order);
        return refuse(answer, MIGRAYT_NOT_FOUND);
    }
    struct kept *begun = add(&target->uploads, "upload-", ++target->last);
    begun->order = order;
    migrayt_host_text_format(&answer->value, "{\"upload\":\"%s\"}", begun->id);
    return MIGRAYT_OK;
}

migrayt_status target_attach_piece(void *state, const migrayt_host_question *question,
                                   migrayt_host_answer *answer) {
    struct target *target = state;
    struct kept *begun = *upload(target, question);
    if (begun == NULL) {
        return refuse(answer, MIGRAYT_NOT_FOUND);
    }
    begun->size += question->bytes.length;
    if (!target->forgets_bytes && !target->forgets_all) {
        migrayt_host_text_add_bytes(&begun->bytes, question->bytes);
    }
    return MIGRAYT_OK;
}

// Writes a file down with its item, marker and all.
static void stand(struct target *target, struct made *made, struct kept *begun, const char *id) {
    const cJSON *payload = member_of(begun->order, "payload");
    cJSON *file = must(cJSON_CreateObject());
    cJSON_AddStringToObject(file, "id", id);
    cJSON_AddItemToObject(file, "marker", copy_of(begun->order, "marker"));
    cJSON_AddItemToObject(file, "name", copy_of(payload, "name"));
    cJSON_AddNumberToObject(file, "size", (double)begun->size);
    cJSON_AddItemToArray(member_of(made->item, "attachments"), file);
    if (!target->forgets_bytes) {
        struct kept *kept = add(&target->files, "", target->last);
        kept->bytes = begun->bytes;
        memset(&begun->bytes, 0, sizeof begun->bytes);
    }
}

// Only now the file stands.
migrayt_status target_attach_end(void *state, const migrayt_host_question *question,
                                 migrayt_host_answer *answer) {
    struct target *target = state;
    cJSON *arguments = arguments_of(question);
    struct kept **place = find(&target->uploads, text_of(arguments, "upload"));
    double size = cJSON_GetNumberValue(member_of(arguments, "size"));
    cJSON_Delete(arguments);
    struct kept *begun = *place;
    unsigned long own = begun == NULL ? 0 : target_named(target, member_of(begun->order, "target"));
    if (own == 0 || begun->bytes.failed || (double)begun->size > size ||
        (double)begun->size < size) {
        drop(place);
        return refuse(answer, own == 0 ? MIGRAYT_NOT_FOUND : MIGRAYT_DATA_CORRUPT);
    }
    char id[24];
    snprintf(id, sizeof id, "%lu", ++target->last);
    struct made *made = target_find(target, own);
    if (made != NULL) {
        stand(target, made, begun, id);
    }
    target->files_counted++;
    target->bytes_counted += (double)begun->size;
    drop(place);
    migrayt_host_text_format(&answer->value, "{\"part\":\"%s\"}", id);
    return MIGRAYT_OK;
}

migrayt_status target_attach_abort(void *state, const migrayt_host_question *question,
                                   migrayt_host_answer *answer) {
    struct target *target = state;
    (void)answer;
    drop(upload(target, question));
    return MIGRAYT_OK;
}

migrayt_status target_open(void *state, const migrayt_host_question *question,
                           migrayt_host_answer *answer) {
    struct target *target = state;
    cJSON *arguments = arguments_of(question);
    const struct kept *kept = *find(&target->files, text_of(arguments, "file"));
    cJSON_Delete(arguments);
    if (kept == NULL) {
        return refuse(answer, MIGRAYT_NOT_FOUND);
    }
    migrayt_bytes bytes = migrayt_host_text_bytes(&kept->bytes);
    // A file of no bytes has none to be made, either.
    static const uint8_t none[1] = {0};
    struct file file = {bytes.data == NULL ? none : bytes.data, bytes.length, false};
    return streams_open(&target->streams, file, answer);
}
