// What a C program writes around migrayt.h: jobs from C strings, errors as structs of C strings,
// and a pump that turns questions into calls of functions.
//
// Everything here is built from the functions of migrayt.h alone. It keeps no state of its own and
// makes no thread: functions of the program are called by the thread that called in, and only while
// it waits in migrayt_host_serve, migrayt_host_job or migrayt_host_handle.
//
// Structs are set to zero before their first use (`= {0}`), and a call gives back what it left in
// them before. Each has one function that frees it, may be freed twice, and is empty afterwards.

#ifndef MIGRAYT_HOST_H
#define MIGRAYT_HOST_H

#include "migrayt_host/answer.h"
#include "migrayt_host/bytes.h"
#include "migrayt_host/engine.h"
#include "migrayt_host/event.h"
#include "migrayt_host/failure.h"
#include "migrayt_host/host.h"
#include "migrayt_host/job.h"
#include "migrayt_host/json.h"
#include "migrayt_host/kind.h"
#include "migrayt_host/ports.h"
#include "migrayt_host/question.h"
#include "migrayt_host/text.h"

// The version of this layer, which is not that of the library.
#define MIGRAYT_HOST_VERSION "0.1.0"

#endif
