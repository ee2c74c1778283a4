// Finding the function for a question.

#ifndef MIGRAYT_HOST_SRC_PORTS_H
#define MIGRAYT_HOST_SRC_PORTS_H

#include "migrayt_host/host.h"

// The function of a host that answers a question, and the state that it is given; NULL if there is
// none.
migrayt_host_method migrayt_host_method_of(const migrayt_host *host,
                                           const migrayt_host_question *question, void **state);

#endif
