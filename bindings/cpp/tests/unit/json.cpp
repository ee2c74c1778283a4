// SPDX-License-Identifier: Apache-2.0 OR MIT

#include <migrayt/json.hpp>

#include "check.hpp"

namespace json = migrayt::json;

TEST(a_member_is_found_as_it_stands) {
    const std::string_view object =
        R"( { "a" : 1 , "b":{"c":[1,"}",{}]}, "d":"e" , "f":[ ], "g":null,"h":-2.5e3 } )";
    CHECK(json::member(object, "a") == "1");
    CHECK(json::member(object, "b") == R"({"c":[1,"}",{}]})");
    CHECK(json::member(object, "d") == R"("e")");
    CHECK(json::member(object, "f") == "[ ]");
    CHECK(json::member(object, "g") == "null");
    CHECK(json::member(object, "h") == "-2.5e3");
    CHECK(!json::member(object, "c"));
}

TEST(of_a_name_that_comes_twice_the_first_counts) {
    CHECK(json::member(R"({"a": 1, "a": 2})", "a") == "1");
}

TEST(a_text_is_decoded) {
    const std::string_view object =
        R"({"plain": "x", "named": "\"\\\/\b\f\n\r\t", "code": "\u0041\u00e9\u65E5\ud83d\ude00", "n\u0041": "y"})";
    CHECK(json::text(object, "plain") == "x");
    CHECK(json::text(object, "named") == "\"\\/\b\f\n\r\t");
    CHECK(json::text(object, "code") == "A\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80");
    CHECK(json::text(object, "nA") == "y");
}

TEST(what_is_no_text_is_none) {
    for (const auto* object : {R"({"a": 1})", R"({"a": null})", R"({"a": ["x"]})", R"({"a": "\x"})",
                               R"({"a": "\ud800"})", R"({"a": "\ud800\u0041"})", R"({"a": "\udc00"})",
                               R"({"a": "\u12g4"})", R"({"a": "x" "y"})"}) {
        CHECK(!json::text(object, "a"));
    }
}

TEST(what_breaks_off_is_never_read_beyond) {
    const std::string whole = R"({"a": {"b": ["\"", "\ud83d\ude00"]}, "c": "\u0041"})";
    for (std::size_t length = 0; length < whole.size(); ++length) {
        // A copy of just this length, so that a sanitizer sees a step too far.
        const std::string part(whole.data(), length);
        CHECK(!json::member(part, "c"));
        CHECK(!json::text(part, "c"));
    }
    CHECK(json::text(whole, "c") == "A");
    for (const auto* other : {"", " ", "[]", "null", "\"{}\"", "{]", "{,}", "{\"a\"}", "{\"a\":}"}) {
        CHECK(!json::member(other, "a"));
    }
}

TEST(a_quoted_text_is_the_same_text) {
    std::string all;
    for (int code = 0; code < 0x80; ++code) all += static_cast<char>(code);
    all += "\xc3\xa9\xf0\x9f\x98\x80";
    CHECK(json::text("{\"a\":" + json::quote(all) + "}", "a") == all);
    CHECK(json::quote("a\"b\\c\n") == R"("a\"b\\c\u000a")");
}
