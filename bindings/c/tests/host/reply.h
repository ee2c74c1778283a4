// Reading questions and writing answers with cJSON.

#ifndef TESTS_HOST_REPLY_H
#define TESTS_HOST_REPLY_H

#include <cjson/cJSON.h>
#include <migrayt_host.h>

// What was allocated; ends the program if there was no memory.
void *must(void *allocated);

// A copy of a C string.
char *copy(const char *words);

// A copy of bytes; not NULL even if there are none.
uint8_t *copy_bytes(migrayt_bytes bytes);

// The arguments of a question, to be freed by cJSON_Delete.
cJSON *arguments_of(const migrayt_host_question *question);

// The text of a member; "" if there is none.
const char *text_of(const cJSON *object, const char *name);

// A member of an object, or NULL.
cJSON *member_of(const cJSON *object, const char *name);

// A copy of a member; null if there is none.
cJSON *copy_of(const cJSON *object, const char *name);

// The number of a text of digits with perhaps something before it, as `D-12`; 0 if it is none.
unsigned long number_of(const char *words, const char *before);

// Answers with a value, which it frees.
migrayt_status reply(migrayt_host_answer *answer, cJSON *value);

// Answers with a text.
migrayt_status reply_text(migrayt_host_answer *answer, const char *words);

// Answers with an error by which nothing happened.
migrayt_status refuse(migrayt_host_answer *answer, migrayt_status kind);

#endif
