// What a case has: its variables, and everything that it made.

#ifndef TESTS_RUNNER_SCENE_H
#define TESTS_RUNNER_SCENE_H

#include "../host/host.h"

// What all cases of a process share.
struct stage {
    // The program, to be started once more as a child.
    const char *program;
    // The path of `host.json`, and what it holds.
    const char *data_path;
    cJSON *data;
    // An engine without options, on which simulators go on; NULL until one does.
    migrayt_engine *simulators;
};

enum kind { ENGINE, RUN, HOST, FOLDER };

// Something that a step made. What is over has no handle.
struct thing {
    struct thing *next;
    enum kind kind;
    char *name;
    // A migrayt_engine, migrayt_run, struct memory_host or the path of a folder.
    void *handle;
    // Of a run: who answers its questions, or NULL.
    const migrayt_host *host;
};

struct scene {
    struct stage *stage;
    // The variables by name.
    cJSON *names;
    // The steps as they were carried out, which hosts refer to.
    cJSON *steps;
    // The newest first.
    struct thing *things;
};

struct scene *scene_new(struct stage *stage);

// Frees everything that the case still has: runs, then engines, hosts and folders.
void scene_free(struct scene *scene);

// Keeps a value, which it takes, as a variable.
void scene_name(struct scene *scene, const char *name, cJSON *value);

// Keeps a handle, which it takes. A name of NULL is one that nobody asks for.
struct thing *scene_add(struct scene *scene, enum kind kind, const char *name, void *handle);

// What has that name, or NULL.
struct thing *scene_find(struct scene *scene, enum kind kind, const char *name);

// Frees what has a handle. It keeps its name.
void thing_free(struct thing *thing);

#endif
