// Steps about hosts and files.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "folder.h"
#include "step.h"

migrayt_status step_folder(struct scene *scene, const cJSON *step, struct outcome *outcome) {
    char *path = folder_new();
    if (path == NULL) {
        return wrong(outcome, "a folder cannot be made");
    }
    scene_name(scene, text_of(step, "as"), cJSON_CreateString(path));
    scene_add(scene, FOLDER, text_of(step, "as"), path);
    return MIGRAYT_OK;
}

migrayt_status step_replace(struct scene *scene, const cJSON *step, struct outcome *outcome) {
    (void)scene;
    char *words = file_read(text_of(step, "file"));
    const char *from = text_of(step, "from");
    char *place = words == NULL ? NULL : strstr(words, from);
    if (place == NULL) {
        free(words);
        return wrong(outcome, "the text to be replaced is not there");
    }
    migrayt_host_text made = {0};
    *place = 0;
    migrayt_host_text_format(&made, "%s%s%s", words, text_of(step, "to"), place + strlen(from));
    bool written = file_write(text_of(step, "file"), migrayt_host_text_words(&made));
    migrayt_host_text_free(&made);
    free(words);
    return written ? MIGRAYT_OK : wrong(outcome, "the file cannot be written");
}

migrayt_status step_host(struct scene *scene, const cJSON *step, struct outcome *outcome) {
    (void)outcome;
    struct memory_host *host = memory_host_new(member_of(step, "with"), scene->stage->data);
    scene_add(scene, HOST, text_of(step, "as"), host);
    return MIGRAYT_OK;
}

migrayt_status step_trouble(struct scene *scene, const cJSON *step, struct outcome *outcome) {
    struct thing *host = step_thing(scene, HOST, step, "host", outcome);
    if (host == NULL) {
        return WRONG;
    }
    memory_host_trouble(host->handle, member_of(step, "error"));
    return MIGRAYT_OK;
}

migrayt_status step_host_counted(struct scene *scene, const cJSON *step, struct outcome *outcome) {
    struct thing *host = step_thing(scene, HOST, step, "host", outcome);
    if (host == NULL) {
        return WRONG;
    }
    outcome->found = memory_host_counted(host->handle);
    return MIGRAYT_OK;
}

migrayt_status step_say(struct scene *scene, const cJSON *step, struct outcome *outcome) {
    (void)scene;
    (void)outcome;
    puts(text_of(step, "line"));
    fflush(stdout);
    return MIGRAYT_OK;
}
