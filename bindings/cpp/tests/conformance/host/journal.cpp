// SPDX-License-Identifier: Apache-2.0 OR MIT

#include "journal.hpp"

#include <cstddef>

namespace conformance {

journal::journal(const json& made_of) {
    const auto digits = made_of.at("key").get<std::string>();
    for (std::size_t place = 0; place < digits.size(); place += 2) {
        key_ += static_cast<char>(std::stoi(digits.substr(place, 2), nullptr, 16));
    }
}

migrayt::answer journal::describe(const migrayt::question&) {
    return said({{"durable", false}}, key_);
}

migrayt::answer journal::get(const migrayt::question& asked) {
    const auto wanted = arguments(asked);
    const auto& rows = of(wanted);
    auto values = json::array();
    for (const auto& key : wanted.at("keys")) {
        const auto found = rows.find(key.get<std::string>());
        values.push_back(found == rows.end() ? json() : json(found->second));
    }
    return said({{"values", values}});
}

migrayt::answer journal::scan(const migrayt::question& asked) {
    const auto wanted = arguments(asked);
    const auto& rows = of(wanted);
    const auto before = wanted.at("before").get<std::string>();
    const auto limit = wanted.at("limit").get<std::size_t>();
    auto found = json::array();
    auto row = rows.upper_bound(wanted.at("after").get<std::string>());
    for (; row != rows.end() && row->first < before && found.size() < limit; ++row) {
        found.push_back({{"key", row->first}, {"value", row->second}});
    }
    return said({{"rows", found}});
}

/// Everything is checked before anything is written.
migrayt::answer journal::commit(const migrayt::question& asked) {
    const auto wanted = arguments(asked);
    auto& rows = of(wanted);
    auto conflict = json::array();
    for (const auto& check : wanted.at("checks")) {
        const auto found = rows.find(check.at("key").get<std::string>());
        const auto value = found == rows.end() ? json() : json(found->second);
        if (value != check.value("value", json())) conflict.push_back(check.at("key"));
    }
    if (!conflict.empty()) return said({{"conflict", conflict}});
    for (const auto& put : wanted.at("puts")) {
        rows.insert_or_assign(put.at("key").get<std::string>(), put.at("value").get<std::string>());
    }
    for (const auto& key : wanted.at("deletes")) rows.erase(key.get<std::string>());
    return {};
}

journal::table& journal::of(const json& asked) {
    return tables_[asked.at("tenant").get<std::string>()];
}

}  // namespace conformance
