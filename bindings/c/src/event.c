#include "migrayt_host/event.h"

#include <string.h>

migrayt_status migrayt_host_next(migrayt_run *run, int32_t timeout_ms, migrayt_host_event *event,
                                 migrayt_host_failure *failure) {
    migrayt_host_event_free(event);
    migrayt_event *handle = NULL;
    migrayt_error *error = NULL;
    migrayt_status status = migrayt_run_next(run, timeout_ms, &handle, &error);
    if (status != MIGRAYT_OK) {
        return migrayt_host_failure_take(failure, status, error);
    }
    migrayt_event_view view;
    memset(&view, 0, sizeof view);
    view.size = sizeof view;
    status = migrayt_event_read(handle, &view, &error);
    if (status != MIGRAYT_OK || event == NULL) {
        migrayt_event_free(handle);
        return migrayt_host_failure_take(failure, status, error);
    }
    event->handle = handle;
    event->kind = view.kind;
    event->request = view.request;
    event->json = view.json;
    event->bytes = view.bytes;
    return migrayt_host_failure_take(failure, MIGRAYT_OK, NULL);
}

void migrayt_host_event_free(migrayt_host_event *event) {
    if (event == NULL) {
        return;
    }
    migrayt_event_free(event->handle);
    memset(event, 0, sizeof *event);
}
