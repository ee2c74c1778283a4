// Steps about the memory of the process.

#include <stdio.h>
#include <unistd.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "step.h"

// The resident memory in bytes after what was freed went back to the system; below zero if the
// system does not tell it.
static double resident(void) {
#if defined(__GLIBC__)
    malloc_trim(0);
#endif
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL) {
        return -1;
    }
    unsigned long all = 0;
    unsigned long pages = 0;
    int found = fscanf(file, "%lu %lu", &all, &pages);
    fclose(file);
    return found == 2 ? (double)pages * (double)sysconf(_SC_PAGESIZE) : -1;
}

migrayt_status step_memory(struct scene *scene, const cJSON *step, struct outcome *outcome) {
    double now = resident();
    if (now < 0) {
        return wrong(outcome, "the system does not tell how much memory the process has");
    }
    scene_name(scene, text_of(step, "as"), cJSON_CreateNumber(now));
    return MIGRAYT_OK;
}

migrayt_status step_memory_at_most(struct scene *scene, const cJSON *step,
                                   struct outcome *outcome) {
    double before = cJSON_GetNumberValue(member_of(scene->names, text_of(step, "of")));
    double factor = cJSON_GetNumberValue(member_of(step, "factor"));
    double more = cJSON_GetNumberValue(member_of(step, "more_mb")) * 1048576;
    double now = resident();
    // What is missing is no number, and is at most nothing.
    if (now >= 0 && now <= before * factor + more) {
        return MIGRAYT_OK;
    }
    char words[128];
    snprintf(words, sizeof words, "it has %.1f MB and had %.1f MB", now / 1048576,
             before / 1048576);
    return wrong(outcome, words);
}
