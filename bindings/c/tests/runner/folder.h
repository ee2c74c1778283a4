// Folders and files of a case.

#ifndef TESTS_RUNNER_FOLDER_H
#define TESTS_RUNNER_FOLDER_H

#include "../host/reply.h"

// Makes an empty folder; its path, to be freed, or NULL.
char *folder_new(void);

// Removes a folder with all that is in it.
void folder_remove(const char *path);

// The whole of a file, to be freed, with a NUL after its end; NULL if it cannot be read.
char *file_read(const char *path);

// Writes a file that only its owner may read; whether it could.
bool file_write(const char *path, const char *words);

#endif
