// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// What the target is and what stands in it. What it is given is in target_orders.cpp and
// target_files.cpp.

#include "target.hpp"

#include <algorithm>
#include <cstdio>

namespace conformance {

namespace {

std::string place(std::size_t number) {
    char text[32];
    const auto length = std::snprintf(text, sizeof text, "%09zu", number);
    return {text, static_cast<std::size_t>(length)};
}

}  // namespace

target::target(const json& made_of, const json& with)
    : made_of_(made_of),
      forgets_(with.value("forgets", false)),
      forgets_bytes_(with.value("forgets_bytes", false)),
      forgets_all_(with.value("forgets_all", false)) {
    if (with.contains("page")) page_ = with.at("page").get<std::size_t>();
    if (with.contains("largest_file")) largest_file_ = with.at("largest_file");
}

migrayt::answer target::describe(const migrayt::question&) {
    auto described = made_of_.at("describe");
    if (page_) described["capabilities"]["max_read_back"] = *page_;
    return said(described);
}

migrayt::answer target::catalog(const migrayt::question&) {
    auto catalog = made_of_.at("catalog");
    catalog["nodes"] = nodes();
    if (largest_file_) catalog["max_attachment"] = *largest_file_;
    return said(catalog);
}

migrayt::answer target::high_water(const migrayt::question&) {
    return said({{"high_water", std::to_string(last_)}});
}

migrayt::answer target::read_back(const migrayt::question& asked) {
    const auto wanted = arguments(asked);
    auto found = json::array();
    for (const auto& id : wanted.at("items")) {
        const auto number = find(id.get<std::string>());
        if (!number) continue;
        auto item = items_.at(*number);
        const auto standing = std::find(order_.begin(), order_.end(), *number);
        item["rank"] = place(static_cast<std::size_t>(standing - order_.begin()));
        found.push_back(std::move(item));
    }
    return said({{"items", found}});
}

/// Every item after a place; all of them carry a marker.
migrayt::answer target::sweep(const migrayt::question& asked) {
    const auto wanted = arguments(asked);
    const auto& cursor = wanted.at("cursor").is_null() ? wanted.at("after") : wanted.at("cursor");
    const auto text = cursor.get<std::string>();
    const auto after = text.empty() ? std::optional<std::uint64_t>(0) : number(text);
    if (!after) return migrayt::refusal(migrayt::error_kind::input_invalid, "cursor");
    json page = {{"items", json::array()}};
    auto next = items_.upper_bound(*after);
    for (; next != items_.end() && page["items"].size() < page_.value_or(50); ++next) {
        const auto& item = next->second;
        page["items"].push_back({{"target", item.at("target")}, {"marker", item.at("marker")}});
        page["cursor"] = std::to_string(next->first);
    }
    page["last"] = next == items_.end();
    return said(page);
}

migrayt::answer target::properties(const migrayt::question& asked) {
    const auto wanted = arguments(asked);
    auto found = json::array();
    for (const auto& id : wanted.at("items")) {
        const auto item = find(id.get<std::string>());
        if (!item) continue;
        auto own = json::object();
        for (const auto& name : wanted.at("names")) {
            const auto property = properties_.find({*item, name.get<std::string>()});
            if (property != properties_.end()) own[property->first.second] = property->second;
        }
        found.push_back({{"id", id}, {"properties", own}});
    }
    return said({{"items", found}});
}

/// Makes components, versions and sprints that are not there.
migrayt::answer target::prepare(const migrayt::question& asked) {
    const auto all = arguments(asked);
    auto results = json::array();
    for (const auto& wanted : all.at("preparations")) {
        const auto standing = nodes();
        const auto same = [&](const json& node) {
            return node.at("kind") == wanted.at("kind") && node.at("name") == wanted.at("name");
        };
        const auto found = std::find_if(standing.begin(), standing.end(), same);
        if (found != standing.end()) {
            results.push_back({{"ok", {{"id", found->at("id")}, {"existed", true}}}});
            continue;
        }
        const auto id = std::to_string(++last_);
        prepared_.push_back({{"id", id}, {"kind", wanted.at("kind")}, {"name", wanted.at("name")}});
        results.push_back({{"ok", {{"id", id}, {"existed", false}}}});
    }
    return said({{"results", results}});
}

json target::counted() const { return counted_; }

json target::nodes() const {
    auto all = made_of_.at("catalog").value("nodes", json::array());
    all.insert(all.end(), prepared_.begin(), prepared_.end());
    return all;
}

std::optional<std::uint64_t> target::find(const std::string& id) const {
    const auto found = number(id, "D-");
    return found && items_.count(*found) != 0 ? found : std::nullopt;
}

}  // namespace conformance
