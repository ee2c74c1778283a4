// SPDX-License-Identifier: Apache-2.0 OR MIT

#include "variables.hpp"

#include <cctype>
#include <cstddef>

#include "matching.hpp"

namespace conformance {

namespace {

std::size_t end_of_name(const std::string& text, std::size_t place) {
    const auto is_named = [](char character) {
        return character == '_' || std::isalnum(static_cast<unsigned char>(character)) != 0;
    };
    while (place < text.size() && is_named(text[place])) ++place;
    return place;
}

}  // namespace

json variables::resolve(const json& step) const {
    if (step.is_string()) return text(step);
    auto resolved = step;
    if (step.is_structured()) {
        for (auto& part : resolved) part = resolve(part);
    }
    return resolved;
}

/// A text that is one variable and nothing else becomes its value.
json variables::text(const std::string& with) const {
    std::string text;
    std::size_t place = 0;
    for (auto begin = with.find('$'); begin != std::string::npos; begin = with.find('$', place)) {
        auto end = end_of_name(with, begin + 1);
        if (end == begin + 1) throw failure("a variable without a name: " + with);
        auto value = kept_.value(with.substr(begin + 1, end - begin - 1), json());
        const auto field = end < with.size() && with[end] == '.' ? end_of_name(with, end + 1) : end;
        if (value.is_object() && field > end + 1) {
            value = value.value(with.substr(end + 1, field - end - 1), json());
            end = field;
        }
        if (value.is_null()) throw failure("nothing is kept as " + with.substr(begin, end - begin));
        if (begin == 0 && end == with.size()) return value;
        text += with.substr(place, begin - place);
        text += value.is_string() ? value.get<std::string>() : value.dump();
        place = end;
    }
    return text + with.substr(place);
}

}  // namespace conformance
