// Carries out the cases that the bindings of all languages pass.
//
//     runner CASES [--only NAME]     runs all cases, or one; exit code 0 if all pass
//     runner --child FILE            carries out the steps of a file: a process that may be killed

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "folder.h"
#include "step.h"

static cJSON *read_json(const char *path) {
    char *words = file_read(path);
    cJSON *json = words == NULL ? NULL : cJSON_Parse(words);
    free(words);
    if (json == NULL) {
        fprintf(stderr, "%s cannot be read\n", path);
    }
    return json;
}

static bool run_case(struct stage *stage, const cJSON *one) {
    struct scene *scene = scene_new(stage);
    migrayt_host_text why = {0};
    bool passed = steps_carry_out(scene, member_of(one, "steps"), &why);
    scene_free(scene);
    if (passed) {
        printf("ok %s\n", text_of(one, "name"));
    } else {
        printf("FAILED %s: %s\n", text_of(one, "name"), migrayt_host_text_words(&why));
    }
    fflush(stdout);
    migrayt_host_text_free(&why);
    return passed;
}

// Whether at least one case was run and all of them passed.
static bool run_cases(struct stage *stage, const cJSON *cases, const char *only) {
    int passed = 0;
    int failed = 0;
    const cJSON *one = NULL;
    cJSON_ArrayForEach(one, member_of(cases, "cases")) {
        if (only != NULL && strcmp(only, text_of(one, "name")) != 0) {
            continue;
        }
        if (run_case(stage, one)) {
            passed++;
        } else {
            failed++;
        }
    }
    printf("%d passed, %d failed\n", passed, failed);
    return passed > 0 && failed == 0;
}

static bool run_child(struct stage *stage, const cJSON *told) {
    struct scene *scene = scene_new(stage);
    cJSON_Delete(scene->names);
    scene->names = copy_of(told, "names");
    migrayt_host_text why = {0};
    bool passed = steps_carry_out(scene, member_of(told, "steps"), &why);
    scene_free(scene);
    if (!passed) {
        fprintf(stderr, "the child failed: %s\n", migrayt_host_text_words(&why));
    }
    migrayt_host_text_free(&why);
    return passed;
}

// The path of `host.json`, which is beside the cases.
static char *beside(const char *cases) {
    const char *slash = strrchr(cases, '/');
    migrayt_host_text path = {0};
    migrayt_host_text_format(&path, "%.*shost.json", slash == NULL ? 0 : (int)(slash + 1 - cases),
                             cases);
    char *made = copy(migrayt_host_text_words(&path));
    migrayt_host_text_free(&path);
    return made;
}

int main(int count, char **arguments) {
    bool is_child = count == 3 && strcmp(arguments[1], "--child") == 0;
    bool has_only = count == 4 && strcmp(arguments[2], "--only") == 0;
    if (count != 2 && !is_child && !has_only) {
        fputs("runner CASES [--only NAME]\nrunner --child FILE\n", stderr);
        return 2;
    }
    struct stage stage = {0};
    stage.program = arguments[0];
    cJSON *told = read_json(arguments[is_child ? 2 : 1]);
    char *data_path = is_child ? copy(text_of(told, "data")) : beside(arguments[1]);
    stage.data_path = data_path;
    stage.data = told == NULL ? NULL : read_json(data_path);
    bool passed = false;
    if (stage.data != NULL) {
        passed = is_child ? run_child(&stage, told)
                          : run_cases(&stage, told, has_only ? arguments[3] : NULL);
    }
    migrayt_engine_free(stage.simulators);
    cJSON_Delete(stage.data);
    cJSON_Delete(told);
    free(data_path);
    return passed ? 0 : 1;
}
