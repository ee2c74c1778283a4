// Steps in another process, which is killed on the way.

#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "folder.h"
#include "step.h"

extern char **environ;

// Starts the runner as a child and gives the end from which its words can be read; NULL if it
// cannot.
static FILE *spawn(const char *program, const char *file, pid_t *child) {
    int ends[2];
    if (pipe(ends) != 0) {
        return NULL;
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    char *name = copy(program);
    char *option = copy("--child");
    char *path = copy(file);
    char *arguments[] = {name, option, path, NULL};
    int failed = posix_spawnp(child, program, &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    free(name);
    free(option);
    free(path);
    close(ends[1]);
    FILE *words = failed != 0 ? NULL : fdopen(ends[0], "r");
    if (words == NULL) {
        close(ends[0]);
    }
    return words;
}

// Reads lines up to one; whether it came.
static bool came(FILE *words, const char *line) {
    char read[256];
    while (fgets(read, sizeof read, words) != NULL) {
        read[strcspn(read, "\n")] = 0;
        if (strcmp(read, line) == 0) {
            return true;
        }
    }
    return false;
}

// What the child needs to know.
static char *brief(const struct scene *scene, const cJSON *step) {
    cJSON *told = must(cJSON_CreateObject());
    cJSON_AddItemToObject(told, "names", must(cJSON_Duplicate(scene->names, true)));
    cJSON_AddItemToObject(told, "steps", copy_of(step, "steps"));
    cJSON_AddStringToObject(told, "data", scene->stage->data_path);
    char *json = must(cJSON_PrintUnformatted(told));
    cJSON_Delete(told);
    return json;
}

migrayt_status step_child(struct scene *scene, const cJSON *step, struct outcome *outcome) {
    char *folder = folder_new();
    if (folder == NULL) {
        return wrong(outcome, "a folder cannot be made");
    }
    migrayt_host_text path = {0};
    migrayt_host_text_format(&path, "%s/steps.json", folder);
    scene_add(scene, FOLDER, NULL, folder);
    char *json = brief(scene, step);
    bool written = file_write(migrayt_host_text_words(&path), json);
    cJSON_free(json);
    pid_t child = 0;
    FILE *words = !written ? NULL : spawn(scene->stage->program, path.data, &child);
    migrayt_host_text_free(&path);
    bool killed = words != NULL && came(words, text_of(step, "kill_at"));
    if (words != NULL) {
        fclose(words);
    }
    if (child > 0) {
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
    }
    return killed ? MIGRAYT_OK : wrong(outcome, "the child did not come to where it is killed");
}
