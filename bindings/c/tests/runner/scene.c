#include "scene.h"

#include <stdlib.h>
#include <string.h>

#include "folder.h"

struct scene *scene_new(struct stage *stage) {
    struct scene *scene = must(calloc(1, sizeof *scene));
    scene->stage = stage;
    scene->names = must(cJSON_CreateObject());
    scene->steps = must(cJSON_CreateArray());
    return scene;
}

void thing_free(struct thing *thing) {
    void *handle = thing->handle;
    thing->handle = NULL;
    if (handle == NULL) {
        return;
    }
    switch (thing->kind) {
    case ENGINE:
        migrayt_engine_free(handle);
        break;
    case RUN:
        migrayt_run_free(handle);
        break;
    case HOST:
        memory_host_free(handle);
        break;
    case FOLDER:
        folder_remove(handle);
        free(handle);
        break;
    }
}

void scene_free(struct scene *scene) {
    static const enum kind order[] = {RUN, ENGINE, HOST, FOLDER};
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        for (struct thing *thing = scene->things; thing != NULL; thing = thing->next) {
            if (thing->kind == order[i]) {
                thing_free(thing);
            }
        }
    }
    while (scene->things != NULL) {
        struct thing *thing = scene->things;
        scene->things = thing->next;
        free(thing->name);
        free(thing);
    }
    cJSON_Delete(scene->names);
    cJSON_Delete(scene->steps);
    free(scene);
}

void scene_name(struct scene *scene, const char *name, cJSON *value) {
    cJSON_DeleteItemFromObjectCaseSensitive(scene->names, name);
    cJSON_AddItemToObject(scene->names, name, must(value));
}

struct thing *scene_add(struct scene *scene, enum kind kind, const char *name, void *handle) {
    struct thing *thing = must(calloc(1, sizeof *thing));
    thing->kind = kind;
    thing->name = copy(name == NULL ? "" : name);
    thing->handle = handle;
    thing->next = scene->things;
    scene->things = thing;
    return thing;
}

struct thing *scene_find(struct scene *scene, enum kind kind, const char *name) {
    struct thing *thing = scene->things;
    while (thing != NULL && (thing->kind != kind || strcmp(thing->name, name) != 0)) {
        thing = thing->next;
    }
    return thing;
}
