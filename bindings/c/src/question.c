#include "migrayt_host/question.h"

#include <string.h>

#include "migrayt_host/json.h"

// A name that is too long is none of ours, and stays empty.
static void name(migrayt_bytes json, const char *member, char *into) {
    migrayt_bytes value;
    migrayt_host_text text = {0};
    if (migrayt_host_json_member(json, member, &value) && migrayt_host_json_text(value, &text) &&
        text.length < MIGRAYT_HOST_NAME) {
        memcpy(into, text.data, text.length);
    }
    migrayt_host_text_free(&text);
}

bool migrayt_host_question_read(migrayt_run *run, const migrayt_host_event *event,
                                migrayt_host_question *question) {
    memset(question, 0, sizeof *question);
    if (event->kind != MIGRAYT_REQUEST) {
        return false;
    }
    question->run = run;
    question->request = event->request;
    name(event->json, "port", question->port);
    name(event->json, "method", question->method);
    migrayt_host_json_member(event->json, "arguments", &question->arguments);
    question->bytes = event->bytes;
    return true;
}
