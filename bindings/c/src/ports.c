#include "ports.h"

#include <stddef.h>
#include <string.h>

// Where things are: the port's table in the host, and the function in that table. Every table
// begins with its state.
static const struct {
    const char *port;
    const char *method;
    size_t table;
    size_t function;
} methods[] = {
#define METHOD(port, method)                                                                       \
    { #port, #method, offsetof(migrayt_host, port), offsetof(migrayt_host_##port, method) }
    METHOD(source, describe),     METHOD(source, catalog),      METHOD(source, read),
    METHOD(source, open),         METHOD(source, pull),         METHOD(source, close),
    METHOD(target, describe),     METHOD(target, catalog),      METHOD(target, high_water),
    METHOD(target, apply),        METHOD(target, read_back),    METHOD(target, sweep),
    METHOD(target, properties),   METHOD(target, prepare),      METHOD(target, finish),
    METHOD(target, attach_begin), METHOD(target, attach_piece), METHOD(target, attach_end),
    METHOD(target, attach_abort), METHOD(target, open),         METHOD(target, pull),
    METHOD(target, close),        METHOD(journal, describe),    METHOD(journal, get),
    METHOD(journal, scan),        METHOD(journal, commit),      METHOD(vault, describe),
    METHOD(vault, put),           METHOD(vault, hold),          METHOD(vault, rotate),
    METHOD(vault, stage),         METHOD(vault, promote),       METHOD(vault, destroy),
    METHOD(vault, names),         METHOD(directory, look_up),   METHOD(prompt, ask),
    METHOD(consent, ask),         METHOD(conformance, empty),
#undef METHOD
};

_Static_assert(offsetof(migrayt_host_source, state) == 0 &&
                   offsetof(migrayt_host_target, state) == 0 &&
                   offsetof(migrayt_host_journal, state) == 0 &&
                   offsetof(migrayt_host_vault, state) == 0 &&
                   offsetof(migrayt_host_directory, state) == 0 &&
                   offsetof(migrayt_host_prompt, state) == 0 &&
                   offsetof(migrayt_host_consent, state) == 0 &&
                   offsetof(migrayt_host_conformance, state) == 0,
               "every table begins with its state");

migrayt_host_method migrayt_host_method_of(const migrayt_host *host,
                                           const migrayt_host_question *question, void **state) {
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        if (strcmp(methods[i].port, question->port) != 0 ||
            strcmp(methods[i].method, question->method) != 0) {
            continue;
        }
        const char *table = NULL;
        migrayt_host_method function = NULL;
        memcpy(&table, (const char *)host + methods[i].table, sizeof table);
        if (table != NULL) {
            memcpy(state, table, sizeof *state);
            memcpy(&function, table + methods[i].function, sizeof function);
        }
        if (function != NULL) {
            return function;
        }
        break;
    }
    *state = host->state;
    return host->otherwise;
}
