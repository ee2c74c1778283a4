// A library that does what a test tells it: it has the functions of migrayt.h and none of its work.

#ifndef TESTS_UNIT_FAKE_H
#define TESTS_UNIT_FAKE_H

#include <migrayt.h>

// What migrayt_run_next answers, one after the other.
struct fake_step {
    // MIGRAYT_OK for an event. An error is told with `json` as its JSON, or without anything if
    // that is NULL.
    migrayt_status status;
    uint32_t kind;
    uint64_t request;
    const char *json;
    const char *bytes;
};

struct fake {
    // What the library's version is.
    uint32_t version;
    // The steps up to one with the status MIGRAYT_END, and how many were taken.
    const struct fake_step *steps;
    int taken;
    // What migrayt_answer answers, the first time and the second.
    migrayt_status answers[2];
    // What it was given, and how often.
    char answered[2][512];
    char answered_bytes[64];
    uint64_t request;
    int asked;
    // Engines, runs, events and errors that were made and not freed.
    int engines, runs, events, errors;
    // What a job was started with.
    char job[128];
    char job_bytes[64];
};

// What the library does and did.
extern struct fake fake;

// Forgets what was done. The version is the right one, and answers are taken.
void fake_begin(const struct fake_step *steps);

// Whether everything was freed.
int fake_is_clean(void);

// The run that it has.
migrayt_run *fake_run(void);

#endif
