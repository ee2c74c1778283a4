#include <migrayt_host.h>
#include <stdlib.h>

#include "check.h"

static migrayt_bytes member(const char *object, const char *name) {
    migrayt_bytes value = migrayt_host_bytes("nothing");
    migrayt_host_json_member(migrayt_host_bytes(object), name, &value);
    return value;
}

static int equals(migrayt_bytes value, const char *words) {
    return value.length == strlen(words) && memcmp(value.data, words, value.length) == 0;
}

static void finds_members(void) {
    const char *json =
        " { \"a\" : 1 ,\"b\":{\"a\":\"}\\\"\",\"c\":[{}]},\"\\u0063\":[1,[2]] , \"d\":null}";
    CHECK(equals(member(json, "a"), "1"));
    CHECK(equals(member(json, "b"), "{\"a\":\"}\\\"\",\"c\":[{}]}"));
    CHECK(equals(member(json, "c"), "[1,[2]]"));
    CHECK(equals(member(json, "d"), "null"));
    CHECK(equals(member(json, "e"), "nothing"));
    CHECK(equals(member(json, ""), "nothing"));
}

static void what_is_no_object_has_no_members(void) {
    const char *const broken[] = {
        "",      "{",    "{}",          "[]",    "{\"a\"",    "{\"a\":",  "{\"a\":[1", "{\"a\":\"x",
        "\"a\"", "null", "{\"a\":\"\\", "{a:1}", "{\"a\" 1}", "{\"a\":}", "{,\"a\":1}"};
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        CHECK(equals(member(broken[i], "a"), "nothing"));
    }
    migrayt_bytes value = migrayt_host_no_bytes();
    CHECK(!migrayt_host_json_member(migrayt_host_no_bytes(), "a", &value));
}

// Every beginning of a text, in memory that ends where the text does.
static void nothing_is_read_beyond_the_end(void) {
    const char *json = "{\"a\":[{\"b\":\"\\ud83d\\ude00\\n\"},-12,true],\"c\":\"x\"}";
    for (size_t length = 1; length <= strlen(json); length++) {
        uint8_t *copy = malloc(length);
        if (copy == NULL) {
            checks_failed++;
            return;
        }
        memcpy(copy, json, length);
        migrayt_bytes part = {copy, length};
        migrayt_bytes value = migrayt_host_no_bytes();
        CHECK(migrayt_host_json_member(part, "c", &value) == (length + 1 >= strlen(json)));
        migrayt_bytes rest = {copy + length / 2, length - length / 2};
        size_t place = 0;
        migrayt_host_text text = {0};
        migrayt_host_json_next(rest, &place, &value);
        migrayt_host_json_text(rest, &text);
        migrayt_host_json_says(rest, "x");
        migrayt_host_text_free(&text);
        free(copy);
    }
}

static void goes_through_lists(void) {
    const char *const lists[] = {"[1,\"a,b]\",{\"c\":[2]}]", " [ 1 , \"a,b]\" , {\"c\":[2]} ] "};
    for (size_t i = 0; i < 2; i++) {
        migrayt_bytes list = migrayt_host_bytes(lists[i]);
        migrayt_bytes value = migrayt_host_no_bytes();
        size_t place = 0;
        CHECK(migrayt_host_json_next(list, &place, &value) && equals(value, "1"));
        CHECK(migrayt_host_json_next(list, &place, &value) && equals(value, "\"a,b]\""));
        CHECK(migrayt_host_json_next(list, &place, &value) && equals(value, "{\"c\":[2]}"));
        CHECK(!migrayt_host_json_next(list, &place, &value));
        CHECK(!migrayt_host_json_next(list, &place, &value));
    }
    migrayt_bytes value = migrayt_host_no_bytes();
    size_t place = 0;
    CHECK(!migrayt_host_json_next(migrayt_host_bytes("[]"), &place, &value));
    CHECK(!migrayt_host_json_next(migrayt_host_bytes("{}"), &place, &value));
    CHECK(!migrayt_host_json_next(migrayt_host_bytes("[ ]"), &place, &value));
}

static void reads_texts(void) {
    migrayt_host_text text = {0};
    const char *json = "\"a\\n\\t\\b\\f\\r\\\"\\\\\\/\\u00e9\\u20ac\\ud83d\\ude00\\ud83dx\"";
    CHECK(migrayt_host_json_text(migrayt_host_bytes(json), &text));
    CHECK(is(text.data, "a\n\t\b\f\r\"\\/\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xef\xbf\xbdx"));
    CHECK(migrayt_host_json_text(migrayt_host_bytes("\"more\""), &text));
    CHECK(strcmp(text.data + text.length - 5, "xmore") == 0);
    migrayt_host_text_free(&text);
    CHECK(migrayt_host_json_text(migrayt_host_bytes("\"a\\u0000b\""), &text));
    CHECK(text.length == 3 && memcmp(text.data, "a\0b", 3) == 0);
    size_t before = text.length;
    CHECK(!migrayt_host_json_text(migrayt_host_bytes("\"x\\u12g4\""), &text));
    CHECK(!migrayt_host_json_text(migrayt_host_bytes("12"), &text));
    CHECK(text.length == before && text.data[before] == 0);
    migrayt_host_text_free(&text);
    CHECK(migrayt_host_json_text(migrayt_host_bytes("\"\""), &text));
    CHECK(text.data != NULL && text.length == 0);
    migrayt_host_text_free(&text);
}

static void compares_texts(void) {
    CHECK(migrayt_host_json_says(migrayt_host_bytes("\"ab\""), "ab"));
    CHECK(migrayt_host_json_says(migrayt_host_bytes("\"\\u0061b\""), "ab"));
    CHECK(!migrayt_host_json_says(migrayt_host_bytes("\"ab\""), "abc"));
    CHECK(!migrayt_host_json_says(migrayt_host_bytes("\"abc\""), "ab"));
    CHECK(!migrayt_host_json_says(migrayt_host_bytes("ab"), "ab"));
    CHECK(!migrayt_host_json_says(migrayt_host_bytes("\"a\\u0000\""), "a"));
}

static int whole(const char *words, int64_t expected) {
    int64_t number = 77;
    return migrayt_host_json_integer(migrayt_host_bytes(words), &number) && number == expected;
}

static void reads_numbers(void) {
    CHECK(whole("0", 0) && whole("-0", 0) && whole("42", 42) && whole("-7", -7));
    CHECK(whole("9223372036854775807", INT64_MAX) && whole("-9223372036854775808", INT64_MIN));
    const char *const none[] = {"",
                                "-",
                                "1.5",
                                "1e3",
                                "x",
                                "\"1\"",
                                "9223372036854775808",
                                "-9223372036854775809",
                                "92233720368547758070"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        int64_t number = 77;
        CHECK(!migrayt_host_json_integer(migrayt_host_bytes(none[i]), &number) && number == 77);
    }
    CHECK(migrayt_host_json_true(migrayt_host_bytes("true")));
    CHECK(!migrayt_host_json_true(migrayt_host_bytes("false")));
    CHECK(!migrayt_host_json_true(migrayt_host_bytes("\"true\"")));
}

int main(void) {
    finds_members();
    what_is_no_object_has_no_members();
    nothing_is_read_beyond_the_end();
    goes_through_lists();
    reads_texts();
    compares_texts();
    reads_numbers();
    return checks_failed != 0;
}
