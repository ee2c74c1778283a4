// A question of the engine to the program.

#ifndef MIGRAYT_HOST_QUESTION_H
#define MIGRAYT_HOST_QUESTION_H

#include "event.h"

#ifdef __cplusplus
extern "C" {
#endif

// The room for the name of a port or method, with its NUL.
#define MIGRAYT_HOST_NAME 32

// What is asked. It may carry content and secrets.
//
// Ownership: it belongs to the event that it was read from and is there as long as that is. A
// program that answers later copies what it needs.
typedef struct {
    // The run that asks, for an answer that comes later.
    migrayt_run *run;
    // The number by which it is answered.
    uint64_t request;
    // The port: `source`, `target`, ... Empty if the engine's name for it is longer than any of
    // these.
    char port[MIGRAYT_HOST_NAME];
    // The method of the port.
    char method[MIGRAYT_HOST_NAME];
    // Its arguments, a JSON object.
    migrayt_bytes arguments;
    // Bytes that go with them: a piece of a file, a secret.
    migrayt_bytes bytes;
} migrayt_host_question;

// Reads a question. Answers false if the event is none.
bool migrayt_host_question_read(migrayt_run *run, const migrayt_host_event *event,
                                migrayt_host_question *question);

#ifdef __cplusplus
}
#endif

#endif
