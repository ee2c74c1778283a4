// SPDX-License-Identifier: Apache-2.0 OR MIT

#include "matching.hpp"

#include <algorithm>
#include <cstddef>

namespace conformance {

namespace {

bool is_rule(const json& expected) {
    return expected.is_object() && expected.size() == 1 && expected.begin().key()[0] == '$';
}

bool is_of_type(const json& found, const std::string& type) {
    if (type == "string") return found.is_string();
    if (type == "number") return found.is_number();
    if (type == "array") return found.is_array();
    if (type == "object") return found.is_object();
    if (type == "boolean") return found.is_boolean();
    throw failure("no such type: " + type);
}

bool has(const json& found, const json& part) {
    return found.is_string() &&
           found.get_ref<const std::string&>().find(part.get<std::string>()) != std::string::npos;
}

bool keeps(const std::string& rule, const json& wanted, const json& found) {
    if (rule == "$type") return is_of_type(found, wanted);
    if (rule == "$gte") return found.is_number() && found >= wanted;
    if (rule == "$contains") return has(found, wanted);
    if (rule == "$lacks") return found.is_string() && !has(found, wanted);
    if (rule == "$includes") {
        return found.is_array() && std::find(found.begin(), found.end(), wanted) != found.end();
    }
    throw failure("no such rule: " + rule);
}

std::string difference(const json& expected, const json& found, const std::string& place) {
    return place + ": expected " + expected.dump() + ", found " + found.dump().substr(0, 400);
}

}  // namespace

std::optional<std::string> difference_of(const json& expected, const json& found,
                                    const std::string& place) {
    if (is_rule(expected)) {
        const auto rule = expected.begin();
        if (keeps(rule.key(), rule.value(), found)) return std::nullopt;
        return difference(expected, found, place);
    }
    if (expected.is_object() && found.is_object()) {
        for (const auto& [name, wanted] : expected.items()) {
            auto wrong = difference_of(wanted, found.value(name, json()), place + '.' + name);
            if (wrong) return wrong;
        }
        return std::nullopt;
    }
    if (expected.is_array() && found.is_array() && expected.size() == found.size()) {
        for (std::size_t index = 0; index < expected.size(); ++index) {
            auto wrong = difference_of(expected[index], found[index],
                                  place + '[' + std::to_string(index) + ']');
            if (wrong) return wrong;
        }
        return std::nullopt;
    }
    if (expected == found) return std::nullopt;
    return difference(expected, found, place);
}

void compare(const json& expected, const json& found, const std::string& place) {
    if (const auto wrong = difference_of(expected, found, place)) throw failure(*wrong);
}

}  // namespace conformance
