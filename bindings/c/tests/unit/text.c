#include <migrayt_host.h>

#include "check.h"

static void grows(void) {
    migrayt_host_text text = {0};
    CHECK(is(migrayt_host_text_words(&text), ""));
    CHECK(migrayt_host_text_bytes(&text).length == 0);
    for (int i = 0; i < 1000; i++) {
        CHECK(migrayt_host_text_format(&text, "%d,", i % 10));
    }
    CHECK(text.length == 2000);
    CHECK(strlen(text.data) == 2000);
    CHECK(memcmp(text.data + 1996, "8,9,", 4) == 0);
    migrayt_host_text_free(&text);
    CHECK(text.data == NULL && text.length == 0 && text.room == 0);
    migrayt_host_text_free(&text);
    migrayt_host_text_free(NULL);
}

static void bytes_may_be_anything(void) {
    migrayt_host_text text = {0};
    migrayt_bytes bytes = {(const uint8_t *)"a\0b", 3};
    CHECK(migrayt_host_text_add_bytes(&text, bytes));
    CHECK(migrayt_host_text_add_bytes(&text, migrayt_host_no_bytes()));
    CHECK(migrayt_host_text_add(&text, NULL));
    CHECK(text.length == 3 && memcmp(text.data, "a\0b", 4) == 0);
    migrayt_host_text_free(&text);
}

static void quotes_what_must_be(void) {
    migrayt_host_text text = {0};
    CHECK(migrayt_host_text_add_quoted(&text, migrayt_host_bytes("a \"b\" \\ c\n\x1f \xc3\xa9")));
    CHECK(is(text.data, "\"a \\\"b\\\" \\\\ c\\u000a\\u001f \xc3\xa9\""));
    // What was quoted says the same again.
    CHECK(migrayt_host_json_says(migrayt_host_text_bytes(&text), "a \"b\" \\ c\n\x1f \xc3\xa9"));
    migrayt_host_text_free(&text);
    CHECK(migrayt_host_text_add_quoted(&text, migrayt_host_no_bytes()));
    CHECK(is(text.data, "\"\""));
    migrayt_host_text_free(&text);
}

static void no_memory_is_told_at_the_end(void) {
    migrayt_host_text text = {0};
    migrayt_bytes endless = {(const uint8_t *)"x", SIZE_MAX - 1};
    CHECK(migrayt_host_text_add(&text, "kept"));
    CHECK(!migrayt_host_text_add_bytes(&text, endless));
    CHECK(text.failed);
    CHECK(!migrayt_host_text_add(&text, "more"));
    CHECK(!migrayt_host_text_format(&text, "%d", 1));
    CHECK(is(text.data, "kept"));
    migrayt_host_text_free(&text);
    CHECK(!text.failed);
}

static void pieces_are_printed(void) {
    migrayt_host_text text = {0};
    migrayt_bytes piece = {(const uint8_t *)"[1]rest", 3};
    CHECK(migrayt_host_text_format(&text, "{\"a\":%.*s}", MIGRAYT_HOST_PRINT(piece)));
    CHECK(is(text.data, "{\"a\":[1]}"));
    migrayt_host_text_free(&text);
}

int main(void) {
    grows();
    bytes_may_be_anything();
    quotes_what_must_be();
    no_memory_is_told_at_the_end();
    pieces_are_printed();
    return checks_failed != 0;
}
