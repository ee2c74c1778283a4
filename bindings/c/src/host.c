#include "migrayt_host/host.h"

#include "ports.h"

static migrayt_status answer(const migrayt_host *host, const migrayt_host_question *question,
                             migrayt_host_failure *failure) {
    migrayt_host_answer made = {0};
    void *state = NULL;
    migrayt_host_method method = migrayt_host_method_of(host, question, &state);
    migrayt_status outcome = MIGRAYT_UNSUPPORTED;
    if (method != NULL) {
        outcome = method(state, question, &made);
    } else {
        // Nothing was done, whatever it was.
        made.effect = MIGRAYT_HOST_NOTHING;
    }
    migrayt_status status = MIGRAYT_OK;
    if (outcome != MIGRAYT_WAITING) {
        // Nothing else below zero is an outcome.
        outcome = outcome < 0 ? MIGRAYT_UNEXPECTED : outcome;
        status =
            migrayt_host_answer_send(question->run, question->request, outcome, &made, failure);
    }
    migrayt_host_answer_free(&made);
    return status;
}

migrayt_status migrayt_host_handle(const migrayt_host *host, migrayt_run *run,
                                   const migrayt_host_event *event, migrayt_host_failure *failure) {
    migrayt_host nothing = {0};
    host = host == NULL ? &nothing : host;
    migrayt_host_failure_free(failure);
    migrayt_host_question question;
    if (migrayt_host_question_read(run, event, &question)) {
        return answer(host, &question, failure);
    }
    bool told = event->kind == MIGRAYT_PROGRESS || event->kind == MIGRAYT_STATE ||
                event->kind == MIGRAYT_LOG;
    if (told && host->tell != NULL) {
        host->tell(host->state, run, event);
    }
    return MIGRAYT_OK;
}

migrayt_status migrayt_host_serve(migrayt_run *run, const migrayt_host *host,
                                  migrayt_host_text *result, migrayt_host_failure *failure) {
    migrayt_host_text_free(result);
    migrayt_host_event event = {0};
    migrayt_status status = MIGRAYT_OK;
    while (status == MIGRAYT_OK) {
        status = migrayt_host_next(run, -1, &event, failure);
        if (status != MIGRAYT_OK) {
            break;
        }
        if (event.kind == MIGRAYT_RESULT && result != NULL) {
            migrayt_host_text_add_bytes(result, event.json);
        }
        status = migrayt_host_handle(host, run, &event, failure);
    }
    migrayt_host_event_free(&event);
    if (status != MIGRAYT_END) {
        return status;
    }
    if (result != NULL && result->failed) {
        return migrayt_host_failure_set(failure, MIGRAYT_UNAVAILABLE,
                                        "there is no memory for the result");
    }
    return MIGRAYT_OK;
}
