// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// The JSON of the conformance runner and its host.

#ifndef CONFORMANCE_HOST_JSON_HPP
#define CONFORMANCE_HOST_JSON_HPP

#include <charconv>
#include <cstdint>
#include <migrayt/migrayt.hpp>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace conformance {

using json = nlohmann::json;

/// A value as an answer, perhaps with bytes.
inline migrayt::answer said(const json& value, std::string bytes = {}) {
    return migrayt::answer(value.dump(), std::move(bytes));
}

/// It is not there, and nothing was done.
inline migrayt::refusal missing() {
    return migrayt::refusal(migrayt::error_kind::not_found).with_effect(migrayt::effect::none);
}

inline json arguments(const migrayt::question& asked) { return json::parse(asked.arguments); }

/// The number that a text is, after what it begins with.
inline std::optional<std::uint64_t> number(std::string_view text, std::string_view begin = {}) {
    if (text.substr(0, begin.size()) != begin) return std::nullopt;
    text.remove_prefix(begin.size());
    std::uint64_t found = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), found);
    const bool is_whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
    return is_whole ? std::optional(found) : std::nullopt;
}

}  // namespace conformance

#endif
